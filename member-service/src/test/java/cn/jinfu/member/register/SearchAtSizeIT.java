package cn.jinfu.member.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberIT;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many members ({@code -Djinfu.search.members=100000} for a county of that size), asked
 * as the application role under its policies: the planner may lose an index there, and
 * would then read the whole table.
 */
@MemberIT
class SearchAtSizeIT {

	private static final String TENANT = "crowd";

	private static final int MEMBERS = Integer.getInteger("jinfu.search.members", 20_000);

	private static final UUID CLERK = UUID.randomUUID();

	@Autowired
	MemberQueries queries;

	@Autowired
	PersonalData vault;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	Flyway flyway;

	private Actor clerk() {
		return new Actor(Actor.Kind.PERSON, CLERK, CLERK, "clerk", "clerk", TENANT, Scope.ALL,
				Set.of("member:member:view"));
	}

	@BeforeEach
	void crowdOnce() {
		var made = sql.sql(
				"insert into platform_tenant (code, name, division, demo) values (?, ?, ?, true) on conflict do nothing")
			.params(TENANT, TENANT, TENANT)
			.update();
		if (made == 1) {
			clerk().run(() -> transaction.executeWithoutResult(_ -> fill()));
			var owner = new JdbcTemplate(Objects.requireNonNull(flyway.getConfiguration().getDataSource()));
			for (var table : List.of("member_member", "member_person", "member_person_mobile", "member_post",
					"member_search_term")) {
				owner.execute("analyze " + table);
			}
		}
	}

	/**
	 * Names of two characters out of fifty each; every ten-thousandth phone ends in 1234.
	 */
	private void fill() {
		var chars = "青禾金穗稻香新塘三河芦荡百寿南钟湖畔当星光乍浦桃源梨园清溪龙萌海友联顺丰收仓鲜家东西北水土木火山石林泉春秋冬夏风云";
		sql.sql("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				select md5('m' || i)::uuid, jf_tenant(), 0, 'M-' || lpad(i::text, 6, '0'),
				       substr(:chars, i % 50 + 1, 1) || substr(:chars, (i / 50) % 50 + 1, 1) || '农场', 'FAMILY_FARM',
				       'ACTIVE', '33048210' || (1 + i % 8), date '2020-01-01' + i % 2000
				  from generate_series(1, :members) i""").param("chars", chars).param("members", MEMBERS).update();
		sql.sql("""
				insert into member_person (id, tenant_id, version, name, created_at)
				select md5('p' || i)::uuid, jf_tenant(), 0, 'p' || i, now() from generate_series(1, :members) i""")
			.param("members", MEMBERS)
			.update();
		sql.sql("""
				insert into member_person_mobile (id, tenant_id, version, person_id, sealed, masked, whole_index,
				                                  tail_index, bound_at, bound_how)
				select md5('n' || i)::uuid, jf_tenant(), 0, md5('p' || i)::uuid, '-', '139****' || i % 10000, md5('w' || i),
				       case when i % 10000 = 1234 then :tail else md5('t' || i % 10000) end, now(), 'REGISTER'
				  from generate_series(1, :members) i""")
			.param("tail", vault.index("mobile-4", "1234"))
			.param("members", MEMBERS)
			.update();
		sql.sql("""
				insert into member_post (id, tenant_id, version, member_id, person_id, role, from_on)
				select md5('o' || i)::uuid, jf_tenant(), 0, md5('m' || i)::uuid, md5('p' || i)::uuid, 'HEAD', date '2020-01-01'
				  from generate_series(1, :members) i""")
			.param("members", MEMBERS)
			.update();
		sql.sql("""
				insert into member_search_term (tenant_id, term, member_id)
				select tenant_id, term, id from member_member m,
				       lateral (values ('o' || no), ('n' || name), ('n' || substr(name, 2)), ('n' || substr(name, 3)),
				                       ('p' || 'abcdefghij' || right(no, 3))) t (term)""").update();
	}

	@ParameterizedTest
	@ValueSource(strings = { "青禾", "M-00123", "abcdefghij77", "1234", "13912345678", "11010519491231002X" })
	void noTableIsReadWhole(String typed) {
		var filter = new MemberFilter(typed, null, null, null, null, null, null);
		clerk().run(() -> {
			for (var question : List.of(queries.pageOf(filter), queries.tabsOf(filter))) {
				var plan = transaction.execute(_ -> String.join("\n",
						sql.sql("explain " + question.sql()).params(question.params()).query(String.class).list()));
				assertThat(plan).contains("Index").doesNotContain("Seq Scan");
			}
		});
	}

	@Test
	void searchFindsByNameNumberAndLastFour() {
		clerk().run(() -> {
			for (var typed : List.of("青禾", "1234", "M-00123")) {
				var filter = new MemberFilter(typed, null, null, null, null, null, null);
				assertThat(queries.list(filter).page().items()).as(typed).isNotEmpty();
			}
		});
	}

	@Test
	void searchByLastFourFindsTheHolderAndIsLogged() {
		clerk().run(() -> {
			var found = queries.list(new MemberFilter("1234", null, null, null, null, null, null));
			assertThat(found.page().total()).isEqualTo(MEMBERS / 10_000);
			var logged = transaction.execute(_ -> sql
				.sql("select count(*) from platform_audit where action = 'search-personal' and person_id = ?")
				.param(CLERK)
				.query(Long.class)
				.single());
			assertThat(logged).isPositive();
		});
	}

}
