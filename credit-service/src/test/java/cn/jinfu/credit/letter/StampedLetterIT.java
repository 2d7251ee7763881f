package cn.jinfu.credit.letter;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.letter.LetterBook.Standing;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Money;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

/** Where a product wants it, a letter is issued when it is back with its stamp. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class StampedLetterIT {

	private static final byte[] PDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(UTF_8);

	@Autowired
	ApplicationDesk desk;

	@Autowired
	LetterBook letters;

	@Autowired
	FacilityBook facilities;

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

	@Test
	@DisplayName("R10: not issued before its stamp, for the bank neither; the scan sends the case, both hashes stay")
	void isIssuedWithItsStamp() {
		var world = TestFederation.another(sql, transaction);
		var bank = world.bank(banks);
		var product = world.product(products, bank, new LoanProduct.Form(DayCount.ACT_360,
				FirstPeriod.WITH_FIRST_INSTALMENT, Set.of(SignatureKind.PHONE), true, null));
		world.mushroomStandard();
		world.umbrella(facilities, bank);
		var farmer = world.farmer(world.ratedFarm(consents, ratings));
		var officer = world.staff("officer", "credit:application:review", "credit:application:dispatch",
				"credit:application:open", "credit:rating:view");
		var no = as(farmer, () -> {
			var draft = desk
				.draft(new Wish(product, bank, Money.of("20000"), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null));
			desk.consent(draft);
			desk.submit(draft, version(draft));
			return draft;
		});
		as(officer, () -> run(() -> desk.pass(no, "fine", version(no))));

		assertThat(as(officer, () -> one("status", no))).isEqualTo("READY");
		var letter = as(officer, () -> letters.ofCase(id(no))).getFirst();
		assertThat(letter.standing()).isEqualTo(Standing.UNSTAMPED);
		assertThat(world.in(() -> letters.byCode(letter.verifyCode())).standing()).isEqualTo(Standing.UNSTAMPED);
		refused("credit.application.unstamped", () -> as(officer, () -> run(() -> desk.dispatch(no, version(no)))));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world
			.in(() -> sql.sql("update credit_application set status = 'DISPATCHED' where no = ?").param(no).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_application_stamped_ck"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world
			.in(() -> sql.sql("update credit_letter set needs_stamp = false where id = ?").param(letter.id()).update()))
			.withStackTraceContaining("credit_letter_kept_ck");

		as(officer, () -> run(
				() -> letters.scanned(letter.id(), new MockMultipartFile("paper", "p.pdf", "application/pdf", PDF))));

		assertThat(as(officer, () -> one("status", no))).isEqualTo("DISPATCHED");
		assertThat(as(officer, () -> letters.ofCase(id(no)))).singleElement().satisfies(it -> {
			assertThat(it.standing()).isEqualTo(Standing.VALID);
			assertThat(it.sha256()).isEqualTo(letter.sha256());
			assertThat(it.scanSha256()).hasSize(64).isNotEqualTo(letter.sha256());
		});
	}

	private UUID id(String no) {
		return transaction.execute(
				_ -> sql.sql("select id from credit_application where no = ?").param(no).query(UUID.class).single());
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
