package cn.jinfu.credit.recusal;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.CaseViews;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.product.GuaranteeKind;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

/** I3: nobody decides on a member that he is related to. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class RecusalIT {

	private static final String WORDS = "my brother's farm";

	@Autowired
	Recusals recusals;

	@Autowired
	ApplicationDesk desk;

	@Autowired
	CaseViews views;

	@Autowired
	FacilityBook facilities;

	@Autowired
	GuaranteeBook guarantees;

	@Autowired
	LoanProducts products;

	@Autowired
	PartnerBanks banks;

	@Autowired
	Ratings ratings;

	@Autowired
	Consents consents;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private UUID member;

	private Actor brother;

	private Actor other;

	private String no;

	@BeforeEach
	void aCaseThatWaits() {
		world = TestFederation.another(sql, transaction);
		var bank = world.bank(banks);
		var product = world.product(products, bank, GuaranteeKind.GUARANTOR, new LoanProduct.Form(DayCount.ACT_360,
				FirstPeriod.WITH_FIRST_INSTALMENT, Set.of(SignatureKind.PHONE), false, Money.of("50000")));
		world.mushroomStandard();
		world.umbrella(facilities, bank);
		world.in(() -> {
			guarantees.register("g", Money.of("12400000"), LocalDate.of(2026, 1, 1), "15", "10", Money.ZERO);
			return bank;
		});
		member = world.ratedFarm(consents, ratings);
		brother = staff("brother");
		other = staff("other");
		var farmer = world.farmer(member);
		no = as(farmer, () -> {
			var draft = desk
				.draft(new Wish(product, bank, Money.of("60000"), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null));
			desk.consent(draft);
			return draft;
		});
		as(farmer, () -> run(() -> desk.submit(no, version())));
	}

	@Test
	@DisplayName("whoever declares a relation takes no step of the case and casts no vote, whichever step it is")
	void takesNoStep() {
		refused("credit.webhook.words", () -> declare(brother, " "));
		declare(brother, WORDS);
		refused("credit.recusal.already", () -> declare(brother, WORDS));

		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.pass(no, "fine", version()))));
		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.giveBack(no, "papers", version()))));
		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.reject(no, "no", version()))));
		assertThat(as(brother, () -> views.show(no))).satisfies(it -> {
			assertThat(it.can()).isEmpty();
			assertThat(it.related()).isTrue();
			assertThat(it.recusals()).singleElement().satisfies(line -> {
				assertThat(line.relation()).isEqualTo(WORDS);
				assertThat(line.personName()).isEqualTo("brother");
			});
		});
		assertThat(as(other, () -> views.show(no))).satisfies(it -> {
			assertThat(it.can()).isNotEmpty();
			assertThat(it.related()).isFalse();
		});
		as(other, () -> run(() -> desk.pass(no, "fine", version())));
		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.report(no, "seen", version()))));
		as(staff("reviewer"), () -> run(() -> desk.report(no, "seen", version())));
		assertThat(as(brother, () -> views.show(no)).mayVote()).isFalse();
		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.vote(no, true, "yes", version()))));
		refused("credit.recusal.related", () -> as(brother, () -> run(() -> desk.guarantee(no, version()))));
	}

	@Test
	@DisplayName("the database lets nobody in who has declared it")
	void theDatabaseKeepsHimOut() {
		declare(brother, WORDS);
		for (var column : new String[] { "reviewed_by", "diligence_by", "guaranteed_by" }) {
			broken("credit_application_unrelated_ck", "update credit_application set " + column + " = '"
					+ brother.personId() + "' where no = '" + no + "'");
		}
		// refused before anything else is missed in the row
		for (var step : List.of("credit_rating_override (status, proposed_by",
				"credit_rating_override (status, decided_by", "credit_rating_objection (status, decided_by",
				"credit_rating_suspension (cause, lifted_by", "credit_declaration (status, decided_by")) {
			var insert = "insert into " + step + ", tenant_id, member_id) values ('%s', '%s', '" + world.tenant()
					+ "', '" + member + "')";
			var status = step.startsWith("credit_declaration") ? "VERIFIED"
					: (step.contains("proposed_by") ? "PROPOSED" : "IN_FORCE");
			broken("credit_rating_unrelated_ck", insert.formatted(status, brother.personId()));
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> world.in(() -> sql.sql(insert.formatted(status, other.personId())).update()))
				.withStackTraceContaining("not-null");
		}
		as(other, () -> run(() -> desk.pass(no, "fine", version())));
		as(staff("reviewer"), () -> run(() -> desk.report(no, "seen", version())));
		broken("credit_application_unrelated_ck",
				"""
						insert into credit_guarantee_vote (id, tenant_id, application_id, vote_round, person_id, person_name, agrees,
						  words, voted_at)
						select '%s', tenant_id, id, vote_round, '%s', 'x', true, 'x', now() from credit_application where no = '%s'"""
					.formatted(Ids.next(), brother.personId(), no));
		broken("credit_recusal_two_people_ck", "update credit_recusal set ended_at = now(), ended_by = person_id,"
				+ " ended_name = 'x', ended_reason = 'xx'");
		refusedByGrant("update credit_recusal set relation = 'none'");
		refusedByGrant("delete from credit_recusal");
	}

	@Test
	@DisplayName("another person ends it with a reason; then it is as before, and what has ended stays")
	void anotherEndsIt() {
		declare(brother, WORDS);
		var id = as(other, () -> recusals.of(member)).getFirst().id();
		refused("credit.recusal.own", () -> as(brother, () -> run(() -> recusals.end(member, id, "over"))));
		refused("credit.webhook.words", () -> as(other, () -> run(() -> recusals.end(member, id, ""))));
		refused("credit.recusal.not-found", () -> as(other, () -> run(() -> recusals.end(Ids.next(), id, "over"))));
		var stranger = TestFederation.another(sql, transaction).staff("stranger", "credit:application:review");
		refused("credit.recusal.not-found", () -> as(stranger, () -> run(() -> recusals.end(member, id, "over"))));

		as(other, () -> run(() -> recusals.end(member, id, "sold the farm")));

		assertThat(as(other, () -> recusals.of(member))).isEmpty();
		refused("credit.recusal.not-found", () -> as(other, () -> run(() -> recusals.end(member, id, "again"))));
		broken("credit_recusal_kept_ck", "update credit_recusal set ended_reason = 'other'");
		as(brother, () -> run(() -> desk.pass(no, "fine", version())));
		declare(brother, WORDS);
	}

	@Test
	@DisplayName("who only reads declares nothing and ends nothing")
	void byPermission() {
		var auditor = world.staff("auditor", "credit:application:open");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> declare(auditor, WORDS));
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> as(auditor, () -> run(() -> recusals.end(member, Ids.next(), "over"))));
	}

	private Object declare(Actor who, String words) {
		return as(who, () -> run(() -> recusals.declare(member, words)));
	}

	private Actor staff(String name) {
		return world.staff(name, "credit:application:review", "credit:application:open", "credit:guarantee:vote",
				"credit:guarantee:review", "credit:guarantee:approve", "credit:rating:view");
	}

	private void broken(String constraint, String statement) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql(statement).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).as(statement).hasValue(constraint));
	}

	private void refusedByGrant(String statement) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql(statement).update()))
			.withStackTraceContaining("permission denied");
	}

	private long version() {
		return transaction.execute(_ -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

}
