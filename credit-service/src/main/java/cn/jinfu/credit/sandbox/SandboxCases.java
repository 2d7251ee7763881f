package cn.jinfu.credit.sandbox;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.credit.PartnerSandbox;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.application.Industry;
import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.bank.CaseQuestions;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentKind;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.document.SamplePaper;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.rating.SampleRating;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.SampleFarms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cases of made-up farms, brought to any state by the very commands that farm,
 * federation, guarantor and bank use. Each case has a farm of its own, so that none
 * stands in another's way.
 */
@Component
@RequiredArgsConstructor
public class SandboxCases implements PartnerSandbox {

	private static final Set<String> FARM_MAY = Set.of("credit:own:view", "credit:own:apply", "credit:consent:give");

	private static final Set<String> STAFF_MAY = Set.of("credit:application:review", "credit:guarantee:review",
			"credit:guarantee:approve", "credit:application:view");

	private static final Money BOUNDLESS = Money.of("1000000000000");

	private static final BigDecimal RATE = new BigDecimal("3.85");

	private static final String WORDS = "credit.sandbox.";

	/** What the farm of a case can be made to do. */
	public enum FarmAct {

		ANSWER, REVOKE_CONSENT, WITHDRAW

	}

	private final SandboxClock clock;

	private final SampleFarms farms;

	private final SampleRating ratings;

	private final ApplicationDesk desk;

	private final Consents consents;

	private final CaseQuestions questions;

	private final BankCases bank;

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final DocumentTemplates papers;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final BusinessClock business;

	private final TransactionTemplate transaction;

	private final JdbcClient sql;

	private final MessageSource messages;

	@Override
	public void open(String clientId, String bankName) {
		clock.require();
		Actor.system(Tenant.require()).run(() -> transaction.executeWithoutResult(_ -> {
			sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 2))")
				.param(Tenant.require())
				.query((row, n) -> 0)
				.list();
			var from = business.today().withDayOfYear(1);
			if (guarantees.guarantor().isEmpty()) {
				guarantees.register(word("guarantor"), BOUNDLESS, from, "15", "10", Money.ZERO);
			}
			if (products.all().isEmpty()) {
				products.saveAndFlush(product(from));
			}
			if (banks.findByClientId(clientId).isEmpty()) {
				var own = banks.save(PartnerBank.of(clientId, bankName, RatingRelease.GRADE_AND_SCORE, word("contact"))
					.enteringAlone());
				facilities.grant(own.id(), word("facility"), BOUNDLESS, from, from.plusYears(50));
				products.all().forEach(it -> link(it.id(), own.id()));
			}
			paper(clientId);
		}));
	}

	/** So that there is something to fetch, and a way of signing that is refused. */
	private void paper(String clientId) {
		var product = products.all().getFirst().code();
		var today = business.today();
		if (papers.contract(product, banks.require(clientId).id(), today).isPresent()) {
			return;
		}
		var wanted = new DocumentTemplates.Wanted(clientId, product, DocumentKind.LOAN_CONTRACT, word("paper"),
				List.of(SignatureKind.BANK_APP, SignatureKind.PHONE, SignatureKind.COUNTER_PAPER), today,
				word("paper"));
		var id = as(person("officer", Scope.ALL, Set.of("credit:product:edit")),
				() -> papers.propose(wanted, word("paper") + ".pdf", SamplePaper.pdf(DocumentKind.LOAN_CONTRACT)));
		as(person("director", Scope.ALL, Set.of("credit:product:approve")), () -> {
			papers.confirm(id);
			return id;
		});
	}

	private LoanProduct product(LocalDate from) {
		return LoanProduct.edition("JZD", 1, word("product"), true,
				new LoanProduct.Range(Money.of("10000"), Money.of("1000000"), Money.of("1000000"), 1, 36),
				List.of(RepayMethod.values()),
				new LoanProduct.Price(from, new BigDecimal("3.00"), 85, new BigDecimal("0.6"), new BigDecimal("80")),
				new LoanProduct.Deadlines(1, 2, 1, 2, 1), word("bring"), from);
	}

	private void link(UUID productId, UUID bankId) {
		banks.findAllByOrderByClientId();
		sql.sql("insert into credit_product_bank (tenant_id, product_id, bank_id) values (?, ?, ?)")
			.params(Tenant.require(), productId, bankId)
			.update();
	}

	/**
	 * A case of the calling bank in this state.
	 * @return its number
	 */
	public String make(String clientId, BankCases.CaseStatus wanted, Money amount, int months, RepayMethod method) {
		clock.require();
		var own = inOne(() -> banks.require(clientId));
		var product = inOne(() -> products.all()).getFirst();
		var farm = inOne(() -> farms.admit(word("farm"), word("head")));
		var no = as(farmer(farm), () -> {
			consents.give(ConsentPurpose.RATING, null, 12);
			inOne(() -> {
				ratings.rate(farm);
				return farm;
			});
			var draft = desk
				.draft(new Wish(product.id(), own.id(), amount, months, method, word("purpose"), Industry.A01));
			desk.consent(draft);
			desk.submit(draft, version(draft));
			return draft;
		});
		staff("officer", () -> desk.pass(no, word("words"), version(no)));
		staff("reviewer", () -> desk.report(no, word("words"), version(no)));
		staff("director", () -> desk.guarantee(no, version(no)));
		bring(clientId, no, wanted, new Course(amount, months, method));
		return no;
	}

	private record Course(Money amount, int months, RepayMethod method) {
	}

	/** What the bank itself would have reported until then. */
	private void bring(String client, String no, BankCases.CaseStatus wanted, Course it) {
		var today = business.today();
		switch (wanted) {
			case DISPATCHED -> {
			}
			case WITHDRAWN -> act(client, no, FarmAct.WITHDRAW);
			case RECEIVED -> bank.receive(client, no, new BankCases.Receipt("B-" + no, word("contact"), word("head")));
			case DECLINED -> {
				bring(client, no, BankCases.CaseStatus.RECEIVED, it);
				bank.decide(client, no, new BankCases.Decline(List.of(new BankCases.Reason("R09", word("declined")))));
			}
			case APPROVED -> {
				bring(client, no, BankCases.CaseStatus.RECEIVED, it);
				bank.decide(client, no, new BankCases.Approve(it.amount(), it.months(), RATE, it.method().name(), 20,
						today.plusDays(30), List.of()));
			}
			case CONTRACT_SIGNED -> {
				bring(client, no, BankCases.CaseStatus.APPROVED, it);
				bank.contract(client, no,
						new BankCases.Contract("C-" + no, today, it.amount(), RATE, SignatureKind.BANK_APP, null));
			}
			case DISBURSED -> {
				bring(client, no, BankCases.CaseStatus.CONTRACT_SIGNED, it);
				bank.disburse(client,
						new BankCases.Disbursement(no, "C-" + no, "L-" + no, "D-" + no, it.amount(), today));
			}
			case SETTLED -> {
				bring(client, no, BankCases.CaseStatus.DISBURSED, it);
				bank.repay(client, "L-" + no, new BankCases.Repayment("R-" + no + "-1", today, it.amount(), it.amount(),
						Money.ZERO, Money.ZERO));
			}
		}
	}

	/** The farm of a case of the calling bank does something on its phone. */
	public void act(String clientId, String caseNo, FarmAct act) {
		clock.require();
		var farm = inOne(() -> sql.sql("""
				select a.member_id from credit_application a
				  join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
				 where a.no = ? and b.client_id = ?""").params(caseNo, clientId).query(UUID.class).optional())
			.orElseThrow(() -> new NotFound("credit.case.not-found", caseNo));
		as(farmer(farm), () -> {
			switch (act) {
				case WITHDRAW -> desk.withdraw(caseNo, word("words"), version(caseNo));
				case REVOKE_CONSENT -> consents.own()
					.stream()
					.filter(it -> it.purpose() == ConsentPurpose.FINANCING)
					.forEach(it -> consents.revoke(it.id()));
				case ANSWER -> openQuestions(caseNo).forEach(it -> questions.answer(caseNo, it, word("answer")));
			}
			return act;
		});
	}

	private List<UUID> openQuestions(String caseNo) {
		return inOne(() -> sql.sql("""
				select q.id from credit_case_question q
				  join credit_application a on a.tenant_id = q.tenant_id and a.id = q.application_id
				 where a.no = ? and q.answer is null order by q.id""").param(caseNo).query(UUID.class).list());
	}

	private long version(String no) {
		return inOne(() -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

	private void staff(String name, Runnable body) {
		as(person(name, Scope.ALL, STAFF_MAY), () -> {
			body.run();
			return name;
		});
	}

	private Actor farmer(UUID farm) {
		return person("farm", Scope.member(farm), FARM_MAY);
	}

	private Actor person(String name, Scope scope, Set<String> may) {
		var id = UUID.nameUUIDFromBytes((Tenant.require() + "/sandbox." + name).getBytes(StandardCharsets.UTF_8));
		return new Actor(Actor.Kind.PERSON, id, id, "sandbox." + name, word("person"), Tenant.require(), scope, may);
	}

	private <T> T inOne(Supplier<T> body) {
		return Objects.requireNonNull(transaction.execute(_ -> body.get()));
	}

	private static <T> T as(Actor actor, Supplier<T> body) {
		var result = new AtomicReference<@Nullable T>();
		actor.run(() -> result.set(body.get()));
		return Objects.requireNonNull(result.get());
	}

	private String word(String key) {
		return String.valueOf(messages.getMessage(WORDS + key, null, Locale.SIMPLIFIED_CHINESE));
	}

}
