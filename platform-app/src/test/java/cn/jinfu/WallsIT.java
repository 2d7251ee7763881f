package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Between federations stand walls; here somebody leans on them. */
@PlatformIT
class WallsIT {

	@Autowired
	JdbcClient sql;

	@Autowired
	Audit audit;

	@Autowired
	PlatformTransactionManager transactions;

	@Test
	void everyTableHasItsPolicyOrAWrittenReasonForNone() throws IOException {
		var listed = new ClassPathResource("db/tables-without-policy.csv").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.skip(1)
			.map(line -> line.substring(0, line.indexOf(',')))
			.toList();
		var open = tables(false);
		assertThat(open).as("a table without policy stands in db/tables-without-policy.csv with its reason")
			.isSubsetOf(listed);
		assertThat(tables(true)).as("what has a policy is not in that list").doesNotContainAnyElementsOf(listed);
		assertThat(tables(true)).contains("platform_audit", "platform_person_key");
	}

	@Test
	void everyPolicyAsksForTheTenantInBothDirections() {
		assertThat(sql.sql("""
				select tablename || ': ' || coalesce(qual, '-') || ' / ' || coalesce(with_check, '-') from pg_policies
				 where schemaname = current_schema()
				   and (qual not like '%tenant_id%jf_tenant()%' or with_check not like '%tenant_id%jf_tenant()%'
				        or qual is null or with_check is null)""").query(String.class).list()).isEmpty();
	}

	@Test
	void rawSqlSeesItsOwnFederationOnly() {
		var object = Ids.next();
		in(DemoWorld.MAIN_TENANT, () -> {
			audit.record("test", "Walls", object, null);
			return object;
		});
		Supplier<Long> count = () -> sql.sql("select count(*) from platform_audit where object_id = ?")
			.param(object)
			.query(Long.class)
			.single();
		assertThat(in(DemoWorld.MAIN_TENANT, count)).isOne();
		assertThat(in(DemoWorld.OTHER_TENANT, count)).isZero();
	}

	@Test
	void withoutATenantNothingIsAnsweredAtAll() {
		assertThatThrownBy(() -> sql.sql("select count(*) from platform_audit").query(Long.class).single()).rootCause()
			.hasMessageContaining("no tenant is set");
	}

	@Test
	void rowOfAnotherFederationCannotBeWritten() {
		assertThatThrownBy(() -> in(DemoWorld.OTHER_TENANT,
				() -> sql.sql("""
						insert into platform_personal_read (tenant_id, reader_id, reader, person_id, field, purpose)
						values (?, ?, 'x', ?, 'mobile', 'test')""")
					.params(DemoWorld.MAIN_TENANT, Ids.next(), Ids.next())
					.update()))
			.rootCause()
			.hasMessageContaining("row-level security");
	}

	/**
	 * A key to the id alone would accept a row of another federation: policies do not
	 * watch foreign keys.
	 */
	@Test
	void foreignKeysBetweenTenantTablesCarryTheTenant() {
		assertThat(sql.sql("""
				select k.conname from pg_constraint k
				  join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
				 where k.contype = 'f' and a.relrowsecurity and b.relrowsecurity
				   and not exists (select 1 from pg_attribute c
				                    where c.attrelid = a.oid and c.attnum = any (k.conkey) and c.attname = 'tenant_id')
				 order by 1""").query(String.class).list()).isEmpty();
	}

	/**
	 * It opens its transaction before the tenant can be known; @TenantListener is ours.
	 */
	@Test
	void nobodyListensBeforeTheTenantIsKnown() {
		var classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("cn.jinfu");
		assertThat(classes).isNotEmpty();
		ArchRuleDefinition.noMethods()
			.should()
			.beAnnotatedWith("org.springframework.modulith.events.ApplicationModuleListener")
			.check(classes);
	}

	private List<String> tables(boolean protectedOnes) {
		return sql
			.sql("""
					select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
					 where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity = ?""")
			.param(protectedOnes)
			.query(String.class)
			.list();
	}

	private <T> T in(String tenant, Supplier<T> body) {
		return Objects.requireNonNull(
				Tenant.callAs(tenant, () -> new TransactionTemplate(transactions).execute(_ -> body.get())));
	}

}
