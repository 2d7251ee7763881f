package cn.jinfu.credit.committee;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

/** The committee votes before a large guarantee is approved, on what the reviewer saw. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class CommitteeIT {

	@Autowired
	ApplicationDesk desk;

	@Autowired
	CommitteeVotes votes;

	@Autowired
	DiligencePhotos photos;

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

	private Actor farmer;

	private Actor reviewer;

	private Actor director;

	private UUID bank;

	private UUID product;

	@BeforeEach
	void aGuaranteedProduct() {
		world = TestFederation.another(sql, transaction);
		bank = world.bank(banks);
		product = world.product(products, bank, GuaranteeKind.GUARANTOR, new LoanProduct.Form(DayCount.ACT_360,
				FirstPeriod.WITH_FIRST_INSTALMENT, Set.of(SignatureKind.PHONE), false, Money.of("50000")));
		world.mushroomStandard();
		world.umbrella(facilities, bank);
		world.in(() -> {
			guarantees.register("g", Money.of("12400000"), LocalDate.of(2026, 1, 1), "15", "10", Money.ZERO);
			return bank;
		});
		farmer = world.farmer(world.ratedFarm(consents, ratings));
		reviewer = member("reviewer");
		director = member("director");
	}

	@Test
	@DisplayName("three votes and two thirds, nobody who took part, each once; then somebody who did not vote approves")
	void aLargeGuaranteeIsVotedOn() {
		var no = reported("60000");
		refused("credit.committee.not-carried", () -> approve(no));
		refused("credit.application.four-eyes", () -> vote(reviewer, no, true));
		vote(member("a"), no, true);
		var second = member("b");
		vote(second, no, false);
		refused("credit.committee.once", () -> vote(second, no, true));
		refused("credit.application.words",
				() -> as(member("silent"), () -> run(() -> desk.vote(no, true, " ", version(no)))));
		refused("credit.committee.not-carried", () -> approve(no));
		vote(member("c"), no, false);
		refused("credit.committee.not-carried", () -> approve(no));
		violates("credit_application_voted_ck",
				() -> sql.sql("update credit_application set status = 'READY' where no = ?").param(no).update());
		vote(member("d"), no, true);
		vote(member("e"), no, true);
		vote(member("f"), no, true);
		refused("credit.committee.voted", () -> as(second, () -> run(() -> desk.guarantee(no, version(no)))));

		approve(no);

		assertThat(status(no)).isEqualTo("DISPATCHED");
		assertThat(tally(no).votes()).hasSize(6);
		assertThat(tally(no).ayes()).isEqualTo(4);
		refused("credit.application.wrong-state", () -> vote(member("late"), no, true));
	}

	@Test
	@DisplayName("votes stay, in the database too; returned and reported anew, they are cast anew")
	void votesStayAndEachReportIsVotedOnAnew() {
		var no = reported("60000");
		vote(member("a"), no, true);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("update credit_guarantee_vote set agrees = false").update()));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("delete from credit_guarantee_vote").update()));
		violates("credit_guarantee_vote_eyes_ck",
				() -> sql
					.sql("""
							insert into credit_guarantee_vote (id, tenant_id, application_id, vote_round, person_id, person_name, agrees,
							  words, voted_at)
							select ?, tenant_id, id, vote_round, diligence_by, 'x', true, 'x', now() from credit_application
							 where no = ?""")
					.params(Ids.next(), no)
					.update());
		as(director, () -> run(() -> desk.giveBack(no, "more papers", version(no))));
		refused("credit.application.wrong-state", () -> vote(member("b"), no, true));
		submit(no);
		report(no);
		assertThat(tally(no).votes()).isEmpty();
	}

	@Test
	@DisplayName("what is not above the product's amount goes to the director at once")
	void aSmallGuaranteeNeedsNoCommittee() {
		var no = reported("50000");
		refused("credit.committee.not-asked", () -> vote(member("a"), no, true));
		approve(no);
		assertThat(status(no)).isEqualTo("DISPATCHED");
	}

	@Test
	@DisplayName("one person at once in two windows votes once")
	void votesOnceHoweverOftenAtOnce() throws Exception {
		var no = reported("60000");
		var one = member("a");
		Supplier<?> vote = () -> vote(one, no, true);
		assertThat(race(List.of(vote, vote, vote))).containsExactlyInAnyOrder("done", "late", "late");
	}

	@Test
	@DisplayName("photos with place and time, by the reviewer, while it is his step")
	void thePhotosAreKeptWithPlaceAndTime() {
		var no = passed("60000");
		var spot = new DiligencePhotos.Spot("third greenhouse", new BigDecimal("30.677800"),
				new BigDecimal("121.0153"));
		refused("credit.photo.none", () -> as(reviewer, () -> run(() -> desk.photo(no, null, spot))));
		refused("credit.photo.spot", () -> new DiligencePhotos.Spot("x", new BigDecimal("91"), BigDecimal.ONE));
		refused("credit.photo.spot", () -> new DiligencePhotos.Spot("x", BigDecimal.ONE, null));
		as(reviewer, () -> run(() -> desk.photo(no, picture(), spot)));
		assertThat(as(reviewer, () -> photos.of(id(no)))).singleElement().satisfies(it -> {
			assertThat(it.place()).isEqualTo("third greenhouse");
			assertThat(it.latitude()).isEqualByComparingTo("30.6778");
			assertThat(it.addedBy()).isEqualTo("reviewer");
			assertThat(it.takenAt()).isNotNull();
		});
		report(no);
		refused("credit.photo.wrong-state", () -> as(reviewer, () -> run(() -> desk.photo(no, picture(), spot))));
	}

	private Actor member(String name) {
		return world.staff(name, "credit:guarantee:vote", "credit:guarantee:review", "credit:guarantee:approve",
				"credit:application:open", "credit:rating:view");
	}

	private Object vote(Actor actor, String no, boolean agrees) {
		return as(actor, () -> run(() -> desk.vote(no, agrees, "because", version(no))));
	}

	private Object approve(String no) {
		return as(director, () -> run(() -> desk.guarantee(no, version(no))));
	}

	private CommitteeVotes.Tally tally(String no) {
		return as(director, () -> votes.of(id(no), Integer.parseInt(one("vote_round::text", no))));
	}

	private String passed(String amount) {
		var no = as(farmer, () -> {
			var draft = desk
				.draft(new Wish(product, bank, Money.of(amount), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null));
			desk.consent(draft);
			return draft;
		});
		submit(no);
		return no;
	}

	private void submit(String no) {
		as(farmer, () -> run(() -> desk.submit(no, version(no))));
		as(world.staff("officer", "credit:application:review"), () -> run(() -> desk.pass(no, "fine", version(no))));
	}

	private void report(String no) {
		as(reviewer, () -> run(() -> desk.report(no, "seen", version(no))));
	}

	private String reported(String amount) {
		var no = passed(amount);
		report(no);
		return no;
	}

	private void violates(String constraint, Supplier<Integer> act) {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(act))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue(constraint));
	}

	private static MockMultipartFile picture() {
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
			return new MockMultipartFile("photo", "p.png", "image/png", out.toByteArray());
		}
		catch (java.io.IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	private UUID id(String no) {
		return UUID.fromString(one("id::text", no));
	}

	private String status(String no) {
		return as(director, () -> one("status", no));
	}

	private long version(String no) {
		return Long.parseLong(one("version::text", no));
	}

	private String one(String column, String no) {
		return transaction.execute(_ -> sql.sql("select " + column + " from credit_application where no = ?")
			.param(no)
			.query(String.class)
			.single());
	}

}
