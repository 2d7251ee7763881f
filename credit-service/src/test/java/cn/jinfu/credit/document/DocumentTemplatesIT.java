package cn.jinfu.credit.document;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.CaseViews;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentTemplate.Standing;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

/** The papers of banks (R35), and how a contract is signed (R11). */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class DocumentTemplatesIT {

	private static final byte[] PDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(UTF_8);

	private static final BankCases.Visit VISIT = new BankCases.Visit("wang", "branch", "to sign");

	@Autowired
	DocumentTemplates templates;

	@Autowired
	DocumentEntries entries;

	@Autowired
	ApplicationDesk desk;

	@Autowired
	CaseViews views;

	@Autowired
	BankCases cases;

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
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private Actor one;

	private Actor two;

	private Actor farmer;

	private UUID product;

	private UUID bank;

	@BeforeEach
	void aBankWithAProduct() {
		world = TestFederation.another(sql, transaction);
		var may = new String[] { "credit:product:view", "credit:product:edit", "credit:product:approve" };
		one = world.staff("one", may);
		two = world.staff("two", may);
		bank = world.bank(banks);
		product = world.product(products, bank);
		farmer = world.farmer(world.farm());
	}

	@Test
	@DisplayName("R35: one proposes, another puts it in force; until then nobody but they sees it")
	void twoPeoplePutAPaperInForce() {
		var today = clock.today();
		refused("credit.template.product", () -> propose("NOSUCH", today, SignatureKind.BANK_APP));
		refused("credit.template.from", () -> propose("NXY", today.minusDays(1), SignatureKind.BANK_APP));
		refused("credit.template.from", () -> propose("NXY", today.plusDays(400), SignatureKind.BANK_APP));
		refused("credit.template.where", () -> propose("NXY", today));
		refused("credit.template.file", () -> as(one, () -> templates.propose(wanted("NXY", today), null)));
		refused("kernel.file.type", () -> as(one,
				() -> templates.propose(wanted("NXY", today), file("c.png", "no picture".getBytes(UTF_8)))));
		assertThat(as(one, templates::all)).as("a refusal leaves nothing").isEmpty();

		var id = propose("NXY", today, SignatureKind.BANK_APP, SignatureKind.COUNTER_PAPER);
		refused("credit.template.open", () -> propose("NXY", today, SignatureKind.PHONE));
		assertThat(as(one, () -> entries.open(one, 10))).isEmpty();
		assertThat(as(two, () -> entries.open(two, 10))).singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isNotNull());
		assertThat(ofBank("bank-x")).isEmpty();
		refused("credit.template.not-found", () -> as(farmer, () -> templates.fileInForce(id)));
		refused("credit.template.four-eyes", () -> as(one, () -> run(() -> templates.confirm(id))));
		as(two, () -> run(() -> templates.confirm(id)));
		refused("credit.template.closed", () -> as(two, () -> run(() -> templates.confirm(id))));
		refused("credit.template.closed", () -> as(one, () -> run(() -> templates.decline(id))));

		assertThat(ofBank("bank-x")).singleElement().satisfies(it -> {
			assertThat(it.edition()).isEqualTo(1);
			assertThat(it.signedWhere()).containsExactly(SignatureKind.COUNTER_PAPER, SignatureKind.BANK_APP);
			assertThat(it.standing(today)).isEqualTo(Standing.USED);
			assertThat(it.sha256()).hasSize(64);
		});
		assertThat(as(farmer, () -> templates.fileInForce(id)).bytes()).isEqualTo(PDF);
		assertThat(changes()).containsExactly("NXY:LOAN_CONTRACT IN_FORCE");
	}

	@Test
	@DisplayName("R35: what was proposed stays, in the database too")
	void theDatabaseKeepsIt() {
		var id = inForce(clock.today(), SignatureKind.BANK_APP);
		for (var change : List.of("title = 'x'", "sha256 = repeat('a', 64)", "signed_where = 'PHONE'",
				"valid_from = valid_from - 1", "state = 'DECLINED'", "decided_by = gen_random_uuid()")) {
			broken("credit_document_template_kept_ck",
					"update credit_document_template set " + change + " where id = '" + id + "'");
		}
		broken("credit_document_template_day_ex", copy(id, "IN_FORCE", "gen_random_uuid()", "file_id"));
		broken("credit_document_template_two_people_ck", copy(id, "IN_FORCE", "proposed_by", "file_id"));
		broken("credit_document_template_product_ck", copy(id, "IN_FORCE", "gen_random_uuid()", "file_id")
			.replace("product_code, kind, 9", "'NOSUCH', kind, 9"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("delete from credit_document_template").update()));
	}

	private static String copy(UUID id, String state, String decidedBy, String file) {
		return """
				insert into credit_document_template (id, tenant_id, bank_id, product_code, kind, edition, title, signed_where,
				  file_id, sha256, note, state, valid_from, proposed_by, proposed_name, proposed_at, decided_by, decided_name,
				  decided_at)
				select gen_random_uuid(), tenant_id, bank_id, product_code, kind, 9, title, signed_where, %s, sha256, note, '%s',
				  valid_from, proposed_by, 'x', now(), %s, 'y', now() from credit_document_template where id = '%s'"""
			.formatted(file, state, decidedBy, id);
	}

	@Test
	@DisplayName("R35: the next version takes over on its day")
	void aNewVersionReplacesTheOldOneFromItsDayOn() {
		var today = clock.today();
		var first = inForce(today, SignatureKind.COUNTER_PAPER);
		var second = propose("NXY", today.plusDays(3), SignatureKind.BANK_APP);
		as(two, () -> run(() -> templates.confirm(second)));

		assertThat(contract(today)).isEqualTo(first);
		assertThat(contract(today.plusDays(2))).isEqualTo(first);
		assertThat(contract(today.plusDays(3))).isEqualTo(second);
		refused("credit.template.not-found", () -> as(farmer, () -> templates.fileInForce(second)));
		assertThat(ofBank("bank-x")).extracting(it -> it.standing(today))
			.containsExactly(Standing.COMING, Standing.USED);
		assertThat(ofBank("bank-x")).extracting(DocumentTemplate::edition).containsExactly(2, 1);
		var early = propose("NXY", today.plusDays(3), SignatureKind.BANK_APP);
		refused("credit.template.follows", () -> as(two, () -> run(() -> templates.confirm(early))));
		as(one, () -> run(() -> templates.decline(early)));
		refused("credit.webhook.words", () -> as(two, () -> run(() -> templates.end(first, "x"))));
		refused("credit.template.closed", () -> as(two, () -> run(() -> templates.end(second, "not yet"))));
	}

	@Test
	void anEndedOneIsSignedNoMoreFromTomorrowOn() {
		var id = inForce(clock.today(), SignatureKind.BANK_APP);
		as(two, () -> run(() -> templates.end(id, "withdrawn by the bank")));
		assertThat(contract(clock.today())).isEqualTo(id);
		assertThat(as(two, () -> templates.inForce("NXY", bank, clock.today().plusDays(1)))).isEmpty();
		assertThat(changes()).containsExactly("NXY:LOAN_CONTRACT IN_FORCE", "NXY:LOAN_CONTRACT OVER");
	}

	@Test
	void whoConfirmsAtOnceConfirmsOnce() throws Exception {
		var id = propose("NXY", clock.today(), SignatureKind.BANK_APP);
		Supplier<?> confirm = () -> as(two, () -> run(() -> templates.confirm(id)));
		assertThat(race(List.of(confirm, confirm, confirm))).containsOnlyOnce("done");
		assertThat(changes()).hasSize(1);
	}

	@Test
	@DisplayName("R35: another bank's, another federation's and without permission: nothing")
	void nobodyElseSeesIt() {
		var id = inForce(clock.today(), SignatureKind.BANK_APP);
		world.in(() -> banks.save(PartnerBank.of("bank-y", "y", RatingRelease.LETTER_ONLY, "c")));
		assertThat(ofBank("bank-y")).isEmpty();
		refused("credit.template.not-found", () -> as(bankPerson(), () -> templates.fileOfBank(id, "bank-y")));
		assertThat(as(bankPerson(), () -> templates.fileOfBank(id, "bank-x")).bytes()).isEqualTo(PDF);
		var other = TestFederation.another(sql, transaction);
		var stranger = other.staff("x", "credit:product:view", "credit:product:approve");
		refused("credit.template.not-found", () -> as(stranger, () -> templates.file(id)));
		refused("credit.template.not-found", () -> as(stranger, () -> run(() -> templates.end(id, "mine"))));
		var nobody = world.staff("nobody");
		for (Runnable act : List.<Runnable>of(templates::all, () -> templates.file(id), () -> templates.fileInForce(id),
				() -> templates.ofBank("bank-x"), () -> templates.confirm(id), () -> templates.decline(id),
				() -> templates.end(id, "mine"), () -> templates.propose(wanted("NXY", clock.today()), pdf()))) {
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> nobody.run(act));
		}
	}

	@Test
	@DisplayName("R35: Word without macros is taken, with macros it is not")
	void wordIsTaken() {
		var today = clock.today();
		refused("kernel.file.type", () -> as(one, () -> templates.propose(wanted("NXY", today),
				file("c.docx", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")))));
		var id = as(one, () -> templates.propose(wanted("NXY", today),
				file("c.docx", zip("[Content_Types].xml", "word/document.xml"))));
		assertThat(as(one, () -> templates.file(id))).satisfies(it -> {
			assertThat(it.name()).isEqualTo("c.docx");
			assertThat(it.mediaType()).endsWith("wordprocessingml.document");
		});
	}

	@Test
	@DisplayName("R35: nothing that signs here knows of a bank's paper")
	void nothingSignsForTheBank() {
		for (var type : List.of(DocumentTemplates.class, DocumentPages.class)) {
			assertThat(Arrays.stream(type.getDeclaredFields()).map(it -> it.getType().getSimpleName()))
				.doesNotContain("PlatformSeal", "CaseParties", "Consents", "LetterBook");
		}
	}

	@Test
	@DisplayName("R35: a bank's machine fetches its paper as a look at the case, and no other")
	void theFileOfACaseIsALookAtIt() {
		var id = inForce(clock.today(), SignatureKind.BANK_APP);
		var later = propose("NXY", clock.today().plusDays(3), SignatureKind.BANK_APP);
		as(two, () -> run(() -> templates.confirm(later)));
		var no = approved();
		world.in(() -> banks.save(PartnerBank.of("bank-y", "y", RatingRelease.FACTS_AND_LETTER, "x")));
		var part = asBank(() -> cases.file("bank-x", no)).documents().getFirst();
		assertThat(part.id()).isEqualTo(id);
		assertThat(asBank(() -> cases.file("bank-x", no)).contract()).isNull();

		var file = asBank(() -> cases.document("bank-x", no, id));
		assertThat(file.bytes()).isEqualTo(PDF);
		assertThat(looks(no)).containsExactly(no + " contract GRANTED");
		refused("credit.template.not-found", () -> asBank(() -> cases.document("bank-x", no, later)));
		refused("credit.case.not-found", () -> asBank(() -> cases.document("bank-y", no, id)));
		assertThat(looks(no)).as("what is not found was not read").hasSize(1);

		contract(no, SignatureKind.BANK_APP, null);
		assertThat(asBank(() -> cases.file("bank-x", no)).contract())
			.isEqualTo(new BankCases.ContractPart("C-" + no, clock.today(), SignatureKind.BANK_APP));
		as(farmer,
				() -> run(() -> consents.own()
					.stream()
					.filter(it -> it.bankId() != null)
					.forEach(it -> consents.revoke(it.id()))));
		refused("credit.consent.revoked", () -> asBank(() -> cases.document("bank-x", no, id)));
		assertThat(looks(no)).containsExactly(no + " contract GRANTED", no + " contract REFUSED");
	}

	/** Of the papers of a case, in order. */
	private List<String> looks(String no) {
		return world.in(() -> sql
			.sql("select resource || ' ' || outcome from credit_access_log where resource like ? order by id")
			.param(no + " %")
			.query(String.class)
			.list());
	}

	@Test
	@DisplayName("R11: the contract is signed as the bank's text says; at a counter somebody came")
	void aContractIsSignedAsTheTextSays() {
		inForce(clock.today(), SignatureKind.COUNTER_PAPER, SignatureKind.LICENSED_CA);
		var no = approved();
		assertThat(asBank(() -> cases.file("bank-x", no)).documents()).singleElement().satisfies(it -> {
			assertThat(it.kind()).isEqualTo("LOAN_CONTRACT");
			assertThat(it.signedWhere()).containsExactly("COUNTER_PAPER", "LICENSED_CA");
		});
		assertThat(as(farmer, () -> views.own(no)).documents()).hasSize(1);
		refused("credit.case.signed-elsewhere", () -> contract(no, SignatureKind.BANK_APP, null));
		refused("credit.case.counter-visit", () -> contract(no, SignatureKind.COUNTER_PAPER, null));
		assertThat(as(farmer, () -> views.own(no)).visits()).isEmpty();
		broken("credit_application_signed_where_ck", byHand(no, "BANK_APP"));
		broken("credit_application_counter_visit_ck", byHand(no, "COUNTER_PAPER"));

		contract(no, SignatureKind.COUNTER_PAPER, VISIT);
		var shown = as(farmer, () -> views.own(no));
		assertThat(shown.visits()).singleElement().satisfies(it -> {
			assertThat(it.who()).isEqualTo("wang");
			assertThat(it.place()).isEqualTo("branch");
			assertThat(it.why()).isEqualTo("to sign");
			assertThat(it.on()).isEqualTo(clock.today());
			assertThat(it.recordedBy()).isEqualTo("x");
		});
		assertThat(shown.withoutVisit()).isFalse();
		assertThat(shown.application().contractTemplateId()).isEqualTo(contract(clock.today()));

		contract(no, null, null);
		contract(no, SignatureKind.COUNTER_PAPER, VISIT);
		assertThat(as(farmer, () -> views.own(no)).visits()).as("said twice, came once").hasSize(1);
		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> contract(no, SignatureKind.LICENSED_CA, null))
			.satisfies(it -> assertThat(it.args()).extracting(String::valueOf).contains("signatureKind"));
		broken("credit_application_contract_kept_ck",
				"update credit_application set contract_signature = 'LICENSED_CA' where no = '" + no + "'");
	}

	private static String byHand(String no, String kind) {
		return """
				update credit_application set status = 'CONTRACTED', contract_no = 'C', contract_signed_on = current_date,
				  contract_principal = approved_amount, contract_rate = 3, contract_signature = '%s' where no = '%s'"""
			.formatted(kind, no);
	}

	@Test
	@DisplayName("R11: what is not told does not count as no visit")
	void onlyWhatIsKnownCountsAsWithoutAVisit() {
		inForce(clock.today(), SignatureKind.COUNTER_PAPER);
		var silent = approved();
		contract(silent, null, null);
		assertThat(as(farmer, () -> views.own(silent))).satisfies(it -> {
			assertThat(it.visits()).isEmpty();
			assertThat(it.signatureUnknown()).isTrue();
			assertThat(it.withoutVisit()).isFalse();
		});
	}

	@Test
	@DisplayName("R11: in the bank's app nobody comes; where somebody did all the same, he did")
	void inTheAppNobodyComes() {
		var no = approved();
		assertThat(as(farmer, () -> views.own(no)).withoutVisit()).isTrue();
		contract(no, SignatureKind.BANK_APP, null);
		assertThat(as(farmer, () -> views.own(no)).withoutVisit()).isTrue();
	}

	@Test
	void whoCameThoughHeNeedNotIsWrittenDown() {
		var no = approved();
		contract(no, SignatureKind.BANK_APP, VISIT);
		assertThat(as(farmer, () -> views.own(no)).withoutVisit()).isFalse();
	}

	private String approved() {
		world.mushroomStandard();
		world.umbrella(facilities, bank);
		farmer = world.farmer(world.ratedFarm(consents, ratings));
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
		asBank(() -> cases.decide("bank-x", no, new BankCases.Approve(Money.of("20000"), 12, new BigDecimal("3.85"),
				"EQUAL_INSTALMENT", 20, clock.today().plusDays(30), List.of())));
		return no;
	}

	private BankCases.CaseState contract(String no, @Nullable SignatureKind kind, BankCases.@Nullable Visit visit) {
		return asBank(() -> cases.contract("bank-x", no, new BankCases.Contract("C-" + no, clock.today(),
				Money.of("20000"), new BigDecimal("3.85"), kind, visit)));
	}

	private UUID contract(LocalDate on) {
		return as(two, () -> templates.contract("NXY", bank, on).orElseThrow().id());
	}

	private UUID inForce(LocalDate from, SignatureKind... where) {
		var id = propose("NXY", from, where);
		as(two, () -> run(() -> templates.confirm(id)));
		return id;
	}

	private UUID propose(String code, LocalDate from, SignatureKind... where) {
		return as(one, () -> templates.propose(new DocumentTemplates.Wanted("bank-x", code, DocumentKind.LOAN_CONTRACT,
				"contract", List.of(where), from, "first"), pdf()));
	}

	private static DocumentTemplates.Wanted wanted(String code, LocalDate from) {
		return new DocumentTemplates.Wanted("bank-x", code, DocumentKind.OTHER, "other", Set.of(SignatureKind.PHONE),
				from, "first");
	}

	private static MockMultipartFile pdf() {
		return file("c.pdf", PDF);
	}

	private static MockMultipartFile file(String name, byte[] content) {
		return new MockMultipartFile("file", name, "application/octet-stream", content);
	}

	private static byte[] zip(String... names) {
		var out = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(out)) {
			for (var name : names) {
				zip.putNextEntry(new ZipEntry(name));
				zip.write('x');
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	private Actor bankPerson() {
		return world.actor("banker", Scope.ALL, Set.of("credit:bank-case:view"));
	}

	private List<DocumentTemplate> ofBank(String client) {
		return as(bankPerson(), () -> templates.ofBank(client));
	}

	private List<String> changes() {
		return world.in(() -> sql
			.sql("""
					select subject || ' ' || status from credit_outbound_event where type = 'document.changed' order by at, id""")
			.query(String.class)
			.list());
	}

	private void broken(String constraint, String statement) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql(statement).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).as(statement).hasValue(constraint));
	}

	private long version(String no) {
		return transaction.execute(_ -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

	private <T> T asBank(Supplier<T> body) {
		return Tenant.callAs(world.tenant(), body::get);
	}

}
