package cn.jinfu.credit.application;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.RatingCase;
import cn.jinfu.credit.rating.RatingStatus;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.rating.Route;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** Everything that farm, federation and guarantor do with an application. */
@Service
@Transactional
@RequiredArgsConstructor
public class ApplicationDesk {

	static final String TYPE = "FinancingApplication";

	private static final int CONSENT_MONTHS = 12;

	private static final int MOST_WORDS = 400;

	private final FinancingApplications applications;

	private final LoanProducts products;

	private final PartnerBanks banks;

	private final Ratings ratings;

	private final Consents consents;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final MemberDirectory members;

	private final ServiceUse serviceUse;

	private final BankOutbox outbox;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final MessageSource messages;

	/**
	 * The farm begins an application; nothing is promised yet.
	 * @return its number
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public String draft(Wish wish) {
		var actor = Actor.current();
		var member = members.requireActive(actor.memberId());
		requireFits(wish);
		requireWithin(wish.amount(), actor.memberId());
		var draft = FinancingApplication.draft(numbers.next("credit_case", "RZ-%06d"), member.memberId(), member.no(),
				member.name(), wish, actor.personId(), clock.now());
		save(draft, null, null);
		return draft.no();
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void change(String no, Wish wish, long version) {
		var application = own(no).seenAt(version);
		requireFits(wish);
		requireWithin(wish.amount(), application.memberId());
		application.change(wish);
		applications.saveAndFlush(application);
	}

	private void requireFits(Wish wish) {
		var product = products.require(wish.productId());
		product.requireFits(wish.amount(), wish.months(), wish.method());
		if (!products.bankIds(product.id()).contains(wish.bankId())) {
			throw new RuleBroken("credit.application.bank").at("bankId");
		}
	}

	/** Told at the first step already; asked again when it is submitted. */
	private void requireWithin(Money amount, UUID memberId) {
		var limit = rated(memberId).limitOn(clock.today());
		if (amount.compareTo(limit) > 0) {
			throw new RuleBroken("credit.application.above-limit", limit.yuan()).at("amount");
		}
	}

	/** The farm lets this bank read the case, by its own act. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void consent(String no) {
		if (Actor.current().behalf() != null) {
			throw new RuleBroken("credit.consent.paper").at("paper");
		}
		var application = own(no);
		var consent = consents.give(ConsentPurpose.FINANCING, banks.require(application.bankId()), CONSENT_MONTHS);
		application.consented(consent.id());
		applications.saveAndFlush(application);
	}

	/**
	 * The same on paper, at the counter: which is a visit, and counted as one.
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void consentOnPaper(String no, @Nullable MultipartFile paper) {
		var application = own(no);
		var consent = consents.takePaper(ConsentPurpose.FINANCING, banks.require(application.bankId()), CONSENT_MONTHS,
				paper);
		application.consented(consent.id());
		applications.saveAndFlush(application);
		visited(application.id(), clock.today(), word("credit.visit.counter"), word("credit.visit.paper"));
	}

	private String word(String key) {
		return String.valueOf(messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE));
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void submit(String no, long version) {
		var application = own(no).seenAt(version);
		var before = application.status();
		var rating = rated(application.memberId());
		if (!consents.bankAllowed(application.memberId(), application.bankId())) {
			throw new RuleBroken("credit.application.no-consent");
		}
		application.submit(Actor.current().personId(), rating.id(), rating.limitOn(clock.today()), clock.now());
		save(application, before, null);
		serviceUse.record(application.memberId(), ServiceKind.FINANCING, clock.today(), "credit.application",
				application.id());
	}

	private RatingCase rated(UUID memberId) {
		members.requireActive(memberId);
		var rating = ratings.effective(memberId).orElseThrow(() -> unrated(memberId));
		if (rating.routeOn(clock.today()) == Route.IMPROVE) {
			throw new RuleBroken("credit.application.grade", rating.gradeOn(clock.today()).name());
		}
		return rating;
	}

	private RuleBroken unrated(UUID memberId) {
		return switch (ratings.current(memberId).map(RatingCase::status).orElse(RatingStatus.EXPIRED)) {
			case SUSPENDED -> new RuleBroken("credit.application.rating-suspended");
			case UNDER_OBJECTION -> new RuleBroken("credit.application.rating-objected");
			case EFFECTIVE, SUPERSEDED, EXPIRED -> new RuleBroken("credit.application.no-rating");
		};
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void withdraw(String no, @Nullable String reason, long version) {
		var application = own(no).seenAt(version);
		leave(application, Action.WITHDRAW, reason);
		if (application.dispatchedAt() != null) {
			outbox.write(application.bankId(), "case.withdrawn", application.no(), application.status());
		}
	}

	/** 初审通过, with the federation's recommendation. */
	@PreAuthorize("hasAuthority('credit:application:review')")
	public void pass(String no, String opinion, long version) {
		var application = applications.require(no).seenAt(version);
		var before = application.status();
		var product = products.require(application.productId());
		requireWords(opinion);
		application.pass(Actor.current().personId(), product.guaranteeRequired(), opinion,
				numbers.next("credit_letter", "TJ-%06d"), clock.now());
		if (!product.guaranteeRequired()) {
			reserve(application);
		}
		save(application, before, opinion);
		dispatchIfAllowed(application);
	}

	/** 退回补充 by whoever has the case now. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:review', 'credit:guarantee:approve')")
	public void giveBack(String no, String reason, long version) {
		requireWords(reason);
		leave(atOwnStep(no, version), Action.RETURN, reason);
	}

	/** 否决 by whoever has the case now. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:review', 'credit:guarantee:approve')")
	public void reject(String no, String reason, long version) {
		requireWords(reason);
		leave(atOwnStep(no, version), Action.REJECT, reason);
	}

	/** Who decides says why. */
	private static void requireWords(String words) {
		if (words.isBlank() || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
	}

	private FinancingApplication atOwnStep(String no, long version) {
		var application = applications.require(no).seenAt(version);
		var actor = Actor.current();
		var permission = permission(application.status());
		if (permission != null && !actor.may(permission)) {
			throw new Forbidden("credit.application.not-your-step");
		}
		if (application.tookPart(actor.personId())) {
			throw new Forbidden("credit.application.four-eyes");
		}
		return application;
	}

	/** Whose step a state is; null where it is nobody's at the federation. */
	static @Nullable String permission(ApplicationStatus status) {
		return switch (status) {
			case SUBMITTED -> "credit:application:review";
			case DUE_DILIGENCE -> "credit:guarantee:review";
			case GUARANTEE_APPROVAL -> "credit:guarantee:approve";
			case READY -> "credit:application:dispatch";
			case DRAFT, RETURNED, DISPATCHED, RECEIVED, BANK_APPROVED, CONTRACTED, DISBURSED, REPAYING, SETTLED,
					DECLINED, REJECTED, WITHDRAWN ->
				null;
		};
	}

	/** 尽调报告. */
	@PreAuthorize("hasAuthority('credit:guarantee:review')")
	public void report(String no, String report, long version) {
		var application = applications.require(no).seenAt(version);
		var before = application.status();
		requireWords(report);
		application.report(Actor.current().personId(), report, clock.now());
		save(application, before, report);
	}

	/**
	 * 担保审批: takes the facility first, then the guarantor's capacity, under their locks.
	 */
	@PreAuthorize("hasAuthority('credit:guarantee:approve')")
	public void guarantee(String no, long version) {
		var application = applications.require(no).seenAt(version);
		var before = application.status();
		var person = Actor.current().personId();
		application.requireMayGuarantee(person);
		var product = products.require(application.productId());
		reserve(application);
		var letter = guarantees.issue(application.id(), application.memberId(),
				product.guaranteed(application.amount()), product.guaranteePercent(), product.guaranteeFeePercent());
		application.guarantee(person, letter.id(), clock.now());
		save(application, before, null);
		dispatchIfAllowed(application);
	}

	private void reserve(FinancingApplication application) {
		var limit = rated(application.memberId()).limitOn(clock.today()).max(application.amount());
		application.reservedUnder(facilities.reserve(application.bankId(), application.memberId(),
				application.memberName(), limit, application.amount()));
	}

	private void dispatchIfAllowed(FinancingApplication application) {
		if (application.status() == ApplicationStatus.READY
				&& consents.bankAllowed(application.memberId(), application.bankId())) {
			send(application);
		}
	}

	/** 发往银行, where it did not leave by itself because consent was missing. */
	@PreAuthorize("hasAuthority('credit:application:dispatch')")
	public void dispatch(String no, long version) {
		var application = applications.require(no).seenAt(version);
		if (!consents.bankAllowed(application.memberId(), application.bankId())) {
			throw new Forbidden("credit.consent.missing");
		}
		send(application);
	}

	private void send(FinancingApplication application) {
		var before = application.status();
		application.dispatch(clock.now());
		save(application, before, null);
		outbox.write(application.bankId(), "case.dispatched", application.no(), application.status());
	}

	/** A time that the farm had to come somewhere for this case. */
	@PreAuthorize("hasAuthority('credit:application:review')")
	public void visit(String no, LocalDate on, String place, String why) {
		var application = applications.require(no);
		if (on.isAfter(clock.today())) {
			throw new RuleBroken("credit.visit.future").at("on");
		}
		visited(application.id(), on, place, why);
	}

	private void visited(UUID applicationId, LocalDate on, String place, String why) {
		sql.sql("""
				insert into credit_visit (tenant_id, application_id, visited_on, place, why, recorded_by, recorded_at)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(applicationId)
			.param(on)
			.param(place)
			.param(why)
			.param(Actor.current().displayName())
			.param(Timestamp.from(clock.now()))
			.update();
	}

	private void leave(FinancingApplication application, Action action, @Nullable String reason) {
		var before = application.status();
		application.leave(action, clock.now());
		free(application);
		save(application, before, reason);
	}

	/** Gives back what was kept for it. */
	void free(FinancingApplication application) {
		facilities.release(application.facilityId(), application.reservedAmount());
		application.freed();
		if (application.guaranteeId() != null) {
			guarantees.cancel(application.guaranteeId());
		}
	}

	void save(FinancingApplication application, @Nullable ApplicationStatus before, @Nullable String reason) {
		applications.saveAndFlush(application);
		if (before != application.status()) {
			history.record(TYPE, application.id(), before, application.status(), reason);
		}
	}

	private FinancingApplication own(String no) {
		var application = applications.require(no);
		if (!application.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("credit.application.not-found", no);
		}
		return application;
	}

	LoanProduct product(FinancingApplication application) {
		return products.require(application.productId());
	}

	/** Applications of one farm, the newest first. */
	@Transactional(readOnly = true)
	public List<FinancingApplication> ofMember(UUID memberId) {
		return applications.findByMemberIdOrderByCreatedAtDesc(memberId);
	}

	/** The largest amount that the farm could ask for now; zero without a rating. */
	@Transactional(readOnly = true)
	public Money mostFor(UUID memberId) {
		return ratings.effective(memberId).map(it -> it.limitOn(clock.today())).orElse(Money.ZERO);
	}

}
