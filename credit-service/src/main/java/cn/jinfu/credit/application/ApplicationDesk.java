package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.committee.CommitteeVotes;
import cn.jinfu.credit.committee.DiligencePhotos;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.DataConsent;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.letter.LetterBook;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.party.CaseParties;
import cn.jinfu.credit.product.Cosigner;
import cn.jinfu.credit.product.GuaranteeKind;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Grade;
import cn.jinfu.credit.rating.RatingCase;
import cn.jinfu.credit.rating.RatingStatus;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.rating.Route;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
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

	private final CaseParties parties;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final LetterBook letters;

	private final CommitteeVotes committee;

	private final Recusals recusals;

	private final DiligencePhotos photos;

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
		requireFits(wish, actor.memberId(), null);
		var draft = FinancingApplication.draft(numbers.next("credit_case", "RZ-%06d"), member.memberId(), member.no(),
				member.name(), member.townshipCode(), wish, actor.personId(), clock.now());
		save(draft, null, null);
		return draft.no();
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void change(String no, Wish wish, long version) {
		var application = own(no).seenAt(version);
		requireFits(wish, application.memberId(), no);
		application.change(wish);
		applications.saveAndFlush(application);
	}

	/**
	 * Told at the first step already; asked again when it is submitted.
	 * @param no the application itself, which is not counted in
	 */
	private RatingCase requireFits(Wish wish, UUID memberId, @Nullable String no) {
		var product = products.require(wish.productId());
		if (!product.offeredOn(clock.today())) {
			throw new RuleBroken("credit.application.product-ended", product.name());
		}
		product.requireFits(wish.amount(), wish.months(), wish.method());
		if (!products.bankIds(product.id()).contains(wish.bankId())) {
			throw new RuleBroken("credit.application.bank").at("bankId");
		}
		var rating = rated(memberId);
		var limit = rating.limitOn(clock.today());
		if (wish.amount().compareTo(limit) > 0) {
			throw new RuleBroken("credit.application.above-limit", limit.yuan()).at("amount");
		}
		if (rating.gradeOn(clock.today()).worseThan(Grade.valueOf(product.minGrade()))) {
			throw new RuleBroken("credit.application.product-grade", product.name(), product.minGrade());
		}
		var unsecured = unsecuredLeft(product, rating, no);
		if (wish.amount().compareTo(unsecured) > 0) {
			throw new RuleBroken("credit.application.unsecured", unsecured.yuan()).at("amount");
		}
		return rating;
	}

	/**
	 * What the grade still carries with nobody behind it; all of the product where
	 * somebody is.
	 */
	private Money unsecuredLeft(LoanProduct product, RatingCase rating, @Nullable String no) {
		if (product.guaranteeKind() != GuaranteeKind.NONE) {
			return product.maxAmount();
		}
		var owed = sql.sql("""
				select coalesce(sum(case when a.reserved then a.amount else coalesce(l.outstanding, 0) end), 0)
				  from credit_application a
				  join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
				  left join credit_loan l on l.tenant_id = a.tenant_id and l.id = a.loan_id
				 where a.member_id = :member and p.guarantee_kind = 'NONE' and a.no <> :no""")
			.param("member", rating.memberId())
			.param("no", (no != null) ? no : "")
			.query(BigDecimal.class)
			.single();
		return ratings.unsecuredCap(rating).minus(new Money(owed)).max(Money.ZERO);
	}

	/**
	 * What the farm could ask for of this product now; zero where its grade does not
	 * reach.
	 */
	@Transactional(readOnly = true)
	public Money mostOf(LoanProduct product, UUID memberId) {
		var rating = ratings.effective(memberId).orElse(null);
		if (rating == null || rating.routeOn(clock.today()) == Route.IMPROVE
				|| rating.gradeOn(clock.today()).worseThan(Grade.valueOf(product.minGrade()))) {
			return Money.ZERO;
		}
		var room = product.memberCap().minus(facilities.exposure(memberId)).max(Money.ZERO);
		return rating.limitOn(clock.today())
			.min(product.maxAmount())
			.min(unsecuredLeft(product, rating, null))
			.min(room);
	}

	/** The farm lets this bank read the case, by its own act. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void consent(String no) {
		if (Actor.current().behalf() != null) {
			throw new RuleBroken("credit.consent.paper").at("paper");
		}
		var application = own(no);
		product(application).requireSigned(SignatureKind.PHONE);
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
		product(application).requireSigned(SignatureKind.COUNTER_PAPER);
		var consent = consents.takePaper(ConsentPurpose.FINANCING, banks.require(application.bankId()), CONSENT_MONTHS,
				paper);
		application.consented(consent.id());
		applications.saveAndFlush(application);
		visited(application.id(), clock.today(),
				new Visit(signer(consent), word("credit.visit.counter"), word("credit.visit.paper")),
				Actor.current().displayName());
	}

	/** Of a consent that was there already the clerk with both names. */
	private static String signer(DataConsent consent) {
		return (consent.givenName() != null) ? consent.givenName() : Actor.current().displayName();
	}

	private String word(String key) {
		return String.valueOf(messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE));
	}

	/**
	 * What a farm may draw by one tap: inside its sub-limit, the way it borrowed last.
	 *
	 * @param most what is left of the sub-limit, of the product and of the rating
	 */
	public record Draw(LoanProduct product, UUID bankId, Money most, int months, RepayMethod method, String purpose,
			@Nullable Industry industry) {
	}

	/**
	 * Empty while nothing was lent from a sub-limit yet, or nothing is left of it, or
	 * somebody has to sign each time, or who recommended it turned out to be related.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public Optional<Draw> draw() {
		var member = Actor.current().memberId();
		return lent(member).filter(it -> !recusals.bars(it.reviewedBy(), member)).flatMap(last -> {
			var code = products.require(last.productId()).code();
			return products.offered(clock.today())
				.stream()
				.filter(it -> it.code().equals(code) && it.cosigner() == Cosigner.NONE
						&& products.bankIds(it.id()).contains(last.bankId()))
				.findFirst()
				.map(it -> new Draw(it, last.bankId(), facilities.availableTo(member).min(mostOf(it, member)),
						last.months(), last.method(), last.purpose(), last.industry()))
				.filter(it -> it.most().compareTo(it.product().minAmount()) >= 0);
		});
	}

	private Optional<FinancingApplication> lent(UUID member) {
		return applications.lentTo(member).stream().findFirst();
	}

	/**
	 * Draws inside an approved sub-limit, without a new first check (R36): the earlier
	 * recommendation stands. Everything else is asked as at any application.
	 * @return the number of the case
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public String draw(Money amount) {
		var offer = draw().orElseThrow(() -> new RuleBroken("credit.draw.none"));
		if (amount.compareTo(offer.most()) > 0) {
			throw new RuleBroken("credit.draw.above", offer.most().yuan()).at("amount");
		}
		var no = draft(new Wish(offer.product().id(), offer.bankId(), amount, offer.months(), offer.method(),
				offer.purpose(), offer.industry()));
		var application = own(no);
		application.consented(consents.forBank(application.memberId(), offer.bankId())
			.filter(it -> it.inForce(clock.today()))
			.orElseThrow(() -> new RuleBroken("credit.application.no-consent"))
			.id());
		submit(application);
		var before = application.status();
		var earlier = lent(application.memberId()).orElseThrow();
		var words = String.valueOf(messages.getMessage("credit.draw.opinion",
				new Object[] { String.valueOf(earlier.recommendationNo()) }, Locale.SIMPLIFIED_CHINESE));
		application.drawn(earlier, offer.product().guaranteeRequired(), words, numbers.next("credit_letter", "TJ-%06d"),
				clock.now());
		if (!offer.product().guaranteeRequired()) {
			reserve(application);
		}
		save(application, before, words);
		write(application, offer.product(), word("credit.letter.by-limit"));
		dispatchIfAllowed(application);
		return no;
	}

	/**
	 * The recommendation on paper; what was recommended anew replaces what was before.
	 */
	private void write(FinancingApplication application, LoanProduct product, String by) {
		letters.issue(new LetterBook.Draft(LetterBook.Kind.RECOMMENDATION,
				String.valueOf(application.recommendationNo()), application.id(), application.memberId(),
				application.memberName(), banks.require(application.bankId()).name(), product.name(),
				application.amount(), application.months(), by, "", letters.recommendationUntil(), product.stamped()));
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void submit(String no, long version) {
		submit(own(no).seenAt(version));
	}

	private void submit(FinancingApplication application) {
		var before = application.status();
		var rating = requireFits(application.wish(), application.memberId(), application.no());
		var product = product(application);
		product.requireSigned(consents.forBank(application.memberId(), application.bankId())
			.filter(it -> it.inForce(clock.today()))
			.orElseThrow(() -> new RuleBroken("credit.application.no-consent"))
			.signatureKind());
		parties.requireAllAgreed(application.id(), product.cosigner());
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
		var application = unrelated(no).seenAt(version);
		var before = application.status();
		var product = products.require(application.productId());
		requireWords(opinion);
		parties.requireStanding(application.id());
		application.pass(Actor.current().personId(), product.guaranteeRequired(), opinion,
				numbers.next("credit_letter", "TJ-%06d"), clock.now());
		if (!product.guaranteeRequired()) {
			reserve(application);
		}
		save(application, before, opinion);
		write(application, product, Actor.current().displayName());
		dispatchIfAllowed(application);
	}

	/**
	 * Takes it back itself, to have somebody else sign or the same one anew; for as long
	 * as no bank has it.
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void recall(String no, long version) {
		var application = own(no).seenAt(version);
		if (!parties.hasWithdrawn(application.id())) {
			throw new RuleBroken("credit.application.recall");
		}
		leave(application, Action.RETURN, word("credit.application.recalled"));
	}

	/** 退回补充 by whoever has the case now. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:review', 'credit:guarantee:approve', "
			+ "'credit:application:dispatch')")
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
		var application = unrelated(no).seenAt(version);
		var actor = Actor.current();
		var permission = permission(application.status());
		if (permission != null && !actor.may(permission)) {
			throw new Forbidden("credit.application.not-your-step");
		}
		// what is recommended already is no more judged: sending it back binds nobody
		if (application.status() != ApplicationStatus.READY && application.tookPart(actor.personId())) {
			throw new Forbidden("credit.application.four-eyes");
		}
		return application;
	}

	/** For a step of somebody who keeps out of what his own people ask for. */
	private FinancingApplication unrelated(String no) {
		var application = applications.require(no);
		recusals.requireUnrelated(application.memberId());
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
		var application = unrelated(no).seenAt(version);
		var before = application.status();
		requireWords(report);
		parties.requireStanding(application.id());
		application.report(Actor.current().personId(), report, voted(application), clock.now());
		save(application, before, report);
	}

	private boolean voted(FinancingApplication application) {
		var weak = ratings.effective(application.memberId())
			.map(it -> it.routeOn(clock.today()) == Route.COMMITTEE)
			.orElse(true);
		return product(application).votedOn(application.amount(), weak);
	}

	/** What the reviewer saw, while the case is at his step. */
	@PreAuthorize("hasAuthority('credit:guarantee:review')")
	public void photo(String no, @Nullable MultipartFile photo, DiligencePhotos.Spot spot) {
		var application = unrelated(no);
		if (application.status() != ApplicationStatus.DUE_DILIGENCE) {
			throw new WrongState("credit.photo.wrong-state", application.status());
		}
		photos.add(application.id(), application.memberId(), photo, spot);
	}

	/** 评审会表决: one vote each, by people who had no part in the case. */
	@PreAuthorize("hasAuthority('credit:guarantee:vote')")
	public void vote(String no, boolean agrees, String words, long version) {
		var application = unrelated(no).seenAt(version);
		requireWords(words);
		application.requireMayVote(Actor.current().personId());
		committee.cast(application.id(), application.voteRound(), agrees, words);
	}

	/**
	 * 担保审批: takes the facility first, then the guarantor's capacity, under their locks.
	 */
	@PreAuthorize("hasAuthority('credit:guarantee:approve')")
	public void guarantee(String no, long version) {
		var application = unrelated(no).seenAt(version);
		var before = application.status();
		var person = Actor.current().personId();
		application.requireMayGuarantee(person);
		parties.requireStanding(application.id());
		if (application.committee()) {
			committee.requireCarried(application.id(), application.voteRound());
		}
		var product = products.require(application.productId());
		reserve(application);
		var letter = guarantees.issue(application.id(), application.memberId(),
				product.guaranteed(application.amount()), product.guaranteePercent(), product.guaranteeFeePercent());
		application.guarantee(person, letter.id(), clock.now());
		save(application, before, null);
		letters.issue(new LetterBook.Draft(LetterBook.Kind.GUARANTEE, letter.letterNo(), application.id(),
				application.memberId(), application.memberName(), banks.require(application.bankId()).name(),
				product.name(), letter.amount(), application.months(), "", Actor.current().displayName(),
				letter.validTo(), product.stamped()));
		dispatchIfAllowed(application);
	}

	/** Asked under the member's lock: two products at once cannot both take the rest. */
	private void reserve(FinancingApplication application) {
		var product = products.require(application.productId());
		facilities.lockMember(application.memberId());
		var room = product.memberCap().minus(facilities.exposure(application.memberId())).max(Money.ZERO);
		if (application.amount().compareTo(room) > 0) {
			throw new RuleBroken("credit.application.member-cap", room.yuan());
		}
		var unsecured = unsecuredLeft(product, rated(application.memberId()), application.no());
		if (application.amount().compareTo(unsecured) > 0) {
			throw new RuleBroken("credit.application.unsecured", unsecured.yuan());
		}
		var limit = rated(application.memberId()).limitOn(clock.today()).max(application.amount());
		application
			.reservedUnder(facilities.reserve(application.bankId(), application.memberId(), application.memberName(),
					limit, new FacilityBook.Want(application.amount(), product.code(), application.township())));
	}

	private void dispatchIfAllowed(FinancingApplication application) {
		if (application.status() == ApplicationStatus.READY
				&& consents.bankAllowed(application.memberId(), application.bankId())
				&& !letters.awaitsStamp(application.id())) {
			send(application);
		}
	}

	/** The last stamp that was missing sends the case on its way. */
	@EventListener
	void on(LetterBook.Stamped event) {
		applications.findById(event.applicationId())
			.filter(it -> !parties.hasWithdrawn(it.id()))
			.ifPresent(this::dispatchIfAllowed);
	}

	/** 发往银行, where it did not leave by itself because consent was missing. */
	@PreAuthorize("hasAuthority('credit:application:dispatch')")
	public void dispatch(String no, long version) {
		var application = unrelated(no).seenAt(version);
		if (!consents.bankAllowed(application.memberId(), application.bankId())) {
			throw new Forbidden("credit.consent.missing");
		}
		if (letters.awaitsStamp(application.id())) {
			throw new RuleBroken("credit.application.unstamped");
		}
		parties.requireStanding(application.id());
		send(application);
	}

	private void send(FinancingApplication application) {
		var before = application.status();
		application.dispatch(clock.now());
		save(application, before, null);
		outbox.write(application.bankId(), "case.dispatched", application.no(), application.status());
	}

	/**
	 * Who of a farm came, where and why.
	 */
	public record Visit(String who, String place, String why) {
	}

	/** A time that the farm had to come somewhere for this case. */
	@PreAuthorize("hasAuthority('credit:application:review')")
	public void visit(String no, LocalDate on, Visit visit) {
		var application = applications.require(no);
		if (on.isAfter(clock.today())) {
			throw new RuleBroken("credit.visit.future").at("on");
		}
		visited(application.id(), on, visit, Actor.current().displayName());
	}

	/**
	 * @param recordedBy a person, or the bank that reported it
	 */
	void visited(UUID applicationId, LocalDate on, Visit visit, String recordedBy) {
		sql.sql("""
				insert into credit_visit (tenant_id, application_id, visited_on, who, place, why, recorded_by, recorded_at)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), applicationId, on, visit.who(), visit.place(), visit.why(), recordedBy,
					Timestamp.from(clock.now()))
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
		if (application.reserved()) {
			guarantees.cancel(application.guaranteeId());
		}
		facilities.release(application.facilityId(), application.reservedAmount());
		application.freed();
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

}
