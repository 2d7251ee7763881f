package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.credit.committee.CommitteeVotes;
import cn.jinfu.credit.committee.DiligencePhotos;
import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.credit.document.DocumentTemplate;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.earlier.EarlierFigure;
import cn.jinfu.credit.earlier.EarlierFigures;
import cn.jinfu.credit.facility.Facility;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.Guarantee;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.letter.LetterBook;
import cn.jinfu.credit.loan.Loan;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.party.CaseParties;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.credit.schedule.AllInCost;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Step;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.kernel.web.Formats;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What pages show of applications. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class CaseViews {

	private static final List<Set<ApplicationStatus>> COURSE = List.of(
			EnumSet.of(ApplicationStatus.DRAFT, ApplicationStatus.RETURNED), EnumSet.of(ApplicationStatus.SUBMITTED),
			EnumSet.of(ApplicationStatus.DUE_DILIGENCE),
			EnumSet.of(ApplicationStatus.GUARANTEE_APPROVAL, ApplicationStatus.READY),
			EnumSet.of(ApplicationStatus.DISPATCHED, ApplicationStatus.RECEIVED),
			EnumSet.of(ApplicationStatus.BANK_APPROVED, ApplicationStatus.CONTRACTED));

	/** How many steps a case has. */
	static final int STEPS = COURSE.size();

	private final FinancingApplications applications;

	private final ApplicationDesk desk;

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final Ratings ratings;

	private final GuaranteeBook guarantees;

	private final LoanBook loans;

	private final FacilityBook facilities;

	private final CaseParties parties;

	private final LetterBook letters;

	private final StatusHistory history;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	private final Recusals recusals;

	private final CommitteeVotes committee;

	private final DiligencePhotos photos;

	private final DocumentTemplates templates;

	private final EarlierFigures earlier;

	private final Formats formats;

	private final MessageSource messages;

	private final JdbcClient sql;

	/** A line of the list. */
	public record Line(String no, String memberNo, String memberName, String product, String bank, Money amount,
			ApplicationStatus status, Instant statusSince) {
	}

	/**
	 * A recorded visit.
	 *
	 * @param who null where it was not written down
	 */
	public record Visit(LocalDate on, @Nullable String who, String place, String why, String recordedBy) {
	}

	/**
	 * Everything on the page of one case.
	 *
	 * @param cost as it was estimated, from today on
	 * @param lent the same reckoned anew from what the bank lent; null before
	 * @param documents what is signed at the bank, and where: the texts of today, or of
	 * the day of the contract
	 * @param can what this person may do now
	 * @param elapsed since submission; null before
	 * @param earlier how many days it took before; null where nobody has entered it
	 */
	public record CaseView(FinancingApplication application, LoanProduct product, PartnerBank bank, AllInCost cost,
			@Nullable AllInCost lent, Ratings.@Nullable View rating, GuaranteeBook.@Nullable Capacity capacity,
			@Nullable Guarantee guarantee, @Nullable Loan loan, @Nullable Facility umbrella, List<Step> steps,
			List<StatusHistory.Change> changes, List<Visit> visits, List<CaseParties.Line> parties,
			List<LetterBook.Letter> letters, CommitteeVotes.@Nullable Tally committee, boolean mayVote,
			List<DiligencePhotos.Photo> photos, List<DocumentTemplate> documents, List<Recusals.Recusal> recusals,
			Set<Action> can, boolean fourEyes, @Nullable Duration elapsed, @Nullable Duration working,
			@Nullable EarlierFigure earlier) {

		public boolean may(String action) {
			return can.contains(Action.valueOf(action));
		}

		/** Whether the reader keeps out of this case. */
		public boolean related() {
			return recusals.stream().anyMatch(Recusals.Recusal::mine);
		}

		public boolean acts() {
			return !can.isEmpty();
		}

		/** Whether a contract stands of which nobody knows how it was signed. */
		public boolean signatureUnknown() {
			return application.contractNo() != null && application.contractSignature() == null;
		}

		/** Whether nobody had to come; never where that is not known. */
		public boolean withoutVisit() {
			return visits.isEmpty() && !signatureUnknown();
		}

	}

	/** What the acting farm may apply for, where, and about how much. */
	public record Offer(LoanProduct product, List<PartnerBank> banks, Money most) {
	}

	/**
	 * A product before anything is filled in.
	 *
	 * @param most what the farm could ask for; zero where it does not qualify
	 * @param months that the example runs
	 * @param example all that so much would cost, by the first way of paying back
	 */
	public record Shown(LoanProduct product, Money most, Money amount, int months, AllInCost example) {
	}

	/** Everything offered today, with what it would cost, before applying. */
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<Shown> offers() {
		var member = Actor.current().memberId();
		return products.offered(clock.today()).stream().map(it -> {
			var most = desk.mostOf(it, member);
			var amount = (most.compareTo(it.minAmount()) >= 0) ? most : it.minAmount();
			var months = Math.min(12, it.maxMonths());
			return new Shown(it, (most.compareTo(it.minAmount()) >= 0) ? most : Money.ZERO, amount, months,
					it.cost(amount, months, it.repayMethods().getFirst(), clock.today()));
		}).toList();
	}

	@PreAuthorize("hasAuthority('credit:own:apply')")
	public Optional<Offer> offer(@Nullable UUID productId) {
		var member = Actor.current().memberId();
		return products.offered(clock.today())
			.stream()
			.filter(it -> productId == null || it.id().equals(productId))
			.findFirst()
			.map(it -> new Offer(it, products.bankIds(it.id()).stream().map(banks::require).toList(),
					desk.mostOf(it, member)));
	}

	/** All that so much would cost from today on. */
	AllInCost costOf(LoanProduct product, Money amount, int months, RepayMethod method) {
		return product.cost(amount, months, method, clock.today());
	}

	/** The edition offered today of the product that a draft was begun with. */
	Optional<UUID> presentEdition(UUID productId) {
		var code = products.require(productId).code();
		return products.offered(clock.today())
			.stream()
			.filter(it -> it.code().equals(code))
			.map(LoanProduct::id)
			.findFirst();
	}

	/** By the banks' ids. */
	public Map<UUID, String> bankNames() {
		return banks.findAllByOrderByClientId().stream().collect(Collectors.toMap(PartnerBank::id, PartnerBank::name));
	}

	/**
	 * What a list may be narrowed to; null means all, {@code open} leaves out what has
	 * ended or been paid out, {@code step} keeps what has been through that step.
	 */
	public record Filter(@Nullable ApplicationStatus status, @Nullable UUID memberId, @Nullable String q, boolean open,
			@Nullable Integer step) {

		static final Filter OPEN = new Filter(null, null, null, true, null);

		static Filter of(UUID memberId) {
			return new Filter(null, memberId, null, false, null);
		}

	}

	/** A step with the working time that it took on average over the cases through it. */
	record StepTime(int step, BigDecimal meanHours) {
	}

	/** Steps nobody has been through are left out. */
	@PreAuthorize("hasAuthority('credit:application:view')")
	List<StepTime> stepTimes() {
		var stays = staysByCase("select id from credit_application where submitted_at is not null", Map.of());
		var result = new ArrayList<StepTime>();
		for (int step = 1; step < STEPS; step++) {
			var states = COURSE.get(step);
			var through = stays.values()
				.stream()
				.filter(course -> left(course, states))
				.map(course -> worked(course, states))
				.toList();
			if (!through.isEmpty()) {
				var minutes = through.stream().mapToLong(Duration::toMinutes).sum();
				result.add(new StepTime(step, BigDecimal.valueOf(minutes)
					.divide(BigDecimal.valueOf(60L * through.size()), 1, RoundingMode.HALF_UP)));
			}
		}
		return result;
	}

	/** By number, how long the step took of each of these cases on working days. */
	Map<String, Duration> took(List<Line> lines, int step) {
		return stays(lines.stream().map(Line::no).toList()).entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, it -> worked(it.getValue(), COURSE.get(step))));
	}

	/** By number. */
	Map<String, List<CaseClock.Stay>> stays(List<String> nos) {
		return staysByCase("select id from credit_application where no = any (string_to_array(:nos, ','))",
				Map.of("nos", String.join(",", nos)));
	}

	private Map<String, List<CaseClock.Stay>> staysByCase(String ids, Map<String, String> params) {
		var changes = new LinkedHashMap<String, List<StatusHistory.Change>>();
		sql.sql("""
				select a.no, s.at, s.status_from, s.status_to, a.id from credit_application a
				  join platform_status_change s on s.tenant_id = a.tenant_id and s.object_type = 'FinancingApplication'
				   and s.object_id = a.id
				 where a.id in (""" + ids + ") order by s.id desc").params(params).query(row -> {
			changes.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
				.add(new StatusHistory.Change(ApplicationDesk.TYPE, row.getObject(5, UUID.class), "", row.getString(3),
						row.getString(4), row.getTimestamp(2).toInstant(), "", null));
		});
		var result = new HashMap<String, List<CaseClock.Stay>>();
		changes.forEach((no, own) -> result.put(no, CaseClock.stays(own, clock.now(), workingDays::isWorkingDay)));
		return result;
	}

	private static Duration worked(List<CaseClock.Stay> stays, Set<ApplicationStatus> states) {
		return sum(stays.stream().filter(stay -> states.contains(stay.status())).toList(), true);
	}

	/** Whether the case was in the step and is no more. */
	private static boolean left(List<CaseClock.Stay> stays, Set<ApplicationStatus> states) {
		return stays.stream().anyMatch(stay -> states.contains(stay.status()))
				&& !states.contains(stays.getLast().status());
	}

	/** The latest changed first; a farm sees its own alone, staff no drafts. */
	@PreAuthorize("hasAnyAuthority('credit:application:view', 'credit:own:view')")
	public Paged<Line> list(Filter filter, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = filtered(
				"select a.no, a.member_no, a.member_name, p.name, b.name, a.amount, a.status, a.status_since",
				" and (:no = '' or (a.status_since, a.no) < (cast(:at as timestamptz), :no))"
						+ " order by a.status_since desc, a.no desc limit :rows",
				filter)
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getString(1), row.getString(2), row.getString(3), row.getString(4),
					row.getString(5), new Money(row.getBigDecimal(6)), ApplicationStatus.valueOf(row.getString(7)),
					row.getTimestamp(8).toInstant()))
			.list();
		return Paged.of(rows, limit, count(filter), it -> Cursor.of(it.statusSince(), it.no()));
	}

	public long count(Filter filter) {
		return filtered("select count(*)", "", filter).query(Long.class).single();
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, Filter filter) {
		var actor = Actor.current();
		var own = actor.scope().kind() == Scope.Kind.MEMBER;
		var member = own ? actor.memberId() : filter.memberId();
		var status = filter.status();
		var q = filter.q();
		return sql
			.sql(select
					+ """
							 from credit_application a
							 join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
							 join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
							where (:own or a.status <> 'DRAFT') and (:status = '' or a.status = :status)
							  and (:member = '' or a.member_id = nullif(:member, '')::uuid)
							  and (:q = '' or a.member_name like '%' || :q || '%' or a.no = upper(:q))
							  and (not :open or a.status not in ('DRAFT', 'DISBURSED', 'REPAYING', 'SETTLED', 'DECLINED', 'REJECTED',
							    'WITHDRAWN'))
							  and (:states = '' or a.submitted_at is not null and not (a.status = any (string_to_array(:states, ',')))
							    and exists (select 1 from platform_status_change s where s.tenant_id = a.tenant_id
							      and s.object_type = 'FinancingApplication' and s.object_id = a.id
							      and s.status_to = any (string_to_array(:states, ','))))"""
					+ rest)
			.param("states", stateNames(filter.step()))
			.param("own", own)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (member != null) ? member.toString() : "")
			.param("q", (q != null) ? q.strip() : "")
			.param("open", filter.open());
	}

	private static String stateNames(@Nullable Integer step) {
		return (step == null || step < 0 || step >= STEPS) ? ""
				: COURSE.get(step).stream().map(Enum::name).collect(Collectors.joining(","));
	}

	/** How many cases are in each state, drafts left out, in the order of the course. */
	@PreAuthorize("hasAuthority('credit:application:view')")
	Map<ApplicationStatus, Long> countByStatus() {
		var result = new EnumMap<ApplicationStatus, Long>(ApplicationStatus.class);
		sql.sql("select status, count(*) from credit_application where status <> 'DRAFT' group by status")
			.query(row -> {
				result.put(ApplicationStatus.valueOf(row.getString(1)), row.getLong(2));
			});
		return result;
	}

	/** What a loan rests on. */
	public record Behind(String caseNo, String bank, @Nullable Guarantee guarantee, @Nullable Facility umbrella) {
	}

	Behind behind(UUID applicationId) {
		var it = applications.findById(applicationId)
			.orElseThrow(() -> new NotFound("credit.application.not-found", applicationId));
		return new Behind(it.no(), banks.require(it.bankId()).name(),
				Optional.ofNullable(it.guaranteeId()).map(guarantees::require).orElse(null),
				facilities.umbrellaOf(it.facilityId()).orElse(null));
	}

	/** The whole file: what the farm owns, owes and said, so not for who only counts. */
	@PreAuthorize("hasAuthority('credit:application:open')")
	public CaseView show(String no) {
		var application = applications.require(no);
		var actor = Actor.current();
		var permission = ApplicationDesk.permission(application.status());
		var mine = permission != null && actor.may(permission)
				&& !recusals.bars(actor.personId(), application.memberId());
		var fourEyes = mine && application.tookPart(actor.personId());
		Set<Action> can = mine ? staffActions(application.status()) : Set.of();
		if (fourEyes) {
			can.removeIf(it -> application.status() != ApplicationStatus.READY || it != Action.RETURN);
		}
		return view(application, can, fourEyes);
	}

	private static Set<Action> staffActions(ApplicationStatus status) {
		var can = EnumSet.copyOf(status.actions());
		can.remove(Action.WITHDRAW);
		return can;
	}

	/** The farm's own; another's is not found. */
	@PreAuthorize("hasAuthority('credit:own:view')")
	public CaseView own(String no) {
		var application = applications.require(no);
		if (!application.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("credit.application.not-found", no);
		}
		var can = EnumSet.noneOf(Action.class);
		for (var action : List.of(Action.SUBMIT, Action.WITHDRAW)) {
			if (application.status().allows(action)) {
				can.add(action);
			}
		}
		if (application.status().allows(Action.RETURN) && parties.hasWithdrawn(application.id())) {
			can.add(Action.RETURN);
		}
		return view(application, can, false);
	}

	private CaseView view(FinancingApplication it, Set<Action> can, boolean fourEyes) {
		var product = desk.product(it);
		var changes = history.of(ApplicationDesk.TYPE, it.id());
		var stays = CaseClock.stays(changes, clock.now(), workingDays::isWorkingDay);
		var counted = stays.stream().filter(stay -> stay.status() != ApplicationStatus.DRAFT && !after(stay)).toList();
		var guarantee = Optional.ofNullable(it.guaranteeId()).map(guarantees::require).orElse(null);
		var more = (guarantee == null && !it.status().ended()) ? product.guaranteed(it.amount()) : Money.ZERO;
		var loan = loans.find(it.loanId()).orElse(null);
		return new CaseView(it, product, banks.require(it.bankId()),
				product.cost(it.amount(), it.months(), it.method(), clock.today()),
				(loan != null) ? lent(product, loan) : null,
				(it.ratingId() != null) ? ratings.part(Objects.requireNonNull(it.ratingId())) : null,
				it.status().ended() ? null : guarantees.capacity(it.memberId(), more).orElse(null), guarantee, loan,
				facilities.umbrellaOf(it.facilityId()).orElse(null), steps(it, product, stays), changes,
				visits(it.id()), parties.of(it.id()), letters(it), tally(it), mayVote(it),
				staff() ? photos.of(it.id()) : List.of(), documents(it, product),
				staff() ? recusals.of(it.memberId()) : List.of(), can, fourEyes,
				(it.submittedAt() != null) ? sum(counted, false) : null,
				(it.submittedAt() != null) ? sum(counted, true) : null, earlier(it, product));
	}

	private @Nullable EarlierFigure earlier(FinancingApplication it, LoanProduct product) {
		var submitted = it.submittedAt();
		return (submitted == null) ? null
				: earlier.total(product.code(), submitted.atZone(BusinessClock.ZONE).toLocalDate()).orElse(null);
	}

	private static AllInCost lent(LoanProduct product, Loan loan) {
		return product.cost(product.terms(loan.principal(), loan.ratePercent(), loan.months(), loan.method(),
				loan.disbursedOn(), loan.dueDay()));
	}

	private List<DocumentTemplate> documents(FinancingApplication it, LoanProduct product) {
		var signedOn = it.contractSignedOn();
		return (it.status().ended() && signedOn == null) ? List.of()
				: templates.inForce(product.code(), it.bankId(), (signedOn != null) ? signedOn : clock.today());
	}

	private static boolean staff() {
		return Actor.current().may("credit:application:open");
	}

	private List<LetterBook.Letter> letters(FinancingApplication it) {
		return staff() ? letters.ofCase(it.id()) : List.of();
	}

	private CommitteeVotes.@Nullable Tally tally(FinancingApplication it) {
		return (staff() && it.committee()) ? committee.of(it.id(), it.voteRound()) : null;
	}

	private boolean mayVote(FinancingApplication it) {
		var actor = Actor.current();
		return it.committee() && it.status() == ApplicationStatus.GUARANTEE_APPROVAL
				&& actor.may("credit:guarantee:vote") && !it.tookPart(actor.personId())
				&& !recusals.bars(actor.personId(), it.memberId())
				&& !committee.of(it.id(), it.voteRound()).has(actor.personId());
	}

	/** The clock of the case stops when money has flowed. */
	static boolean after(CaseClock.Stay stay) {
		return switch (stay.status()) {
			case DISBURSED, REPAYING, SETTLED, DECLINED, REJECTED, WITHDRAWN -> true;
			case DRAFT, SUBMITTED, RETURNED, DUE_DILIGENCE, GUARANTEE_APPROVAL, READY, DISPATCHED, RECEIVED,
					BANK_APPROVED, CONTRACTED ->
				false;
		};
	}

	static Duration sum(List<CaseClock.Stay> stays, boolean working) {
		return stays.stream()
			.map(stay -> working ? stay.working() : stay.elapsed())
			.reduce(Duration.ZERO, Duration::plus);
	}

	private List<Step> steps(FinancingApplication it, LoanProduct product, List<CaseClock.Stay> stays) {
		var limits = limits(product);
		var result = new ArrayList<Step>();
		for (int i = 0; i < COURSE.size(); i++) {
			var states = COURSE.get(i);
			if (!product.guaranteeRequired() && (i == 2 || i == 3)) {
				continue;
			}
			var own = stays.stream().filter(stay -> states.contains(stay.status())).toList();
			var now = states.contains(it.status());
			var state = now ? Step.State.NOW : own.isEmpty() ? Step.State.TODO : Step.State.DONE;
			var limit = limits.get(i);
			var spent = sum(own, true);
			var clockText = (now && limit > 0 && !own.isEmpty())
					? formats.duration(spent) + " / " + until(own, states, limit)
					: clockText(own.isEmpty() ? null : spent, limit);
			result.add(new Step(text("credit.step." + i), text("credit.step." + i + ".who"), clockText, state,
					limit > 0 && spent.compareTo(Duration.ofDays(limit)) > 0));
		}
		return List.copyOf(result);
	}

	/** Working days that each step may take; none for the farm's own. */
	static List<Integer> limits(LoanProduct product) {
		return List.of(0, product.preReviewDays(), product.dueDiligenceDays(), product.guaranteeDays(),
				product.bankDays(), product.signingDays());
	}

	static Set<ApplicationStatus> states(int step) {
		return COURSE.get(step);
	}

	/** The day on which the running step is due. */
	private String until(List<CaseClock.Stay> own, Set<ApplicationStatus> states, int limit) {
		var due = CaseClock.dueFrom(own, states, limit).orElseThrow();
		return formats.within(due.since(), due.days());
	}

	private String clockText(@Nullable Duration spent, int limit) {
		if (spent == null) {
			return (limit > 0) ? text("credit.clock.limit", limit) : "";
		}
		var took = formats.duration(spent);
		return (limit > 0) ? took + " / " + text("credit.clock.limit", limit) : took;
	}

	private String text(String key, Object... args) {
		return String.valueOf(messages.getMessage(key, args, key, LocaleContextHolder.getLocale()));
	}

	private List<Visit> visits(UUID id) {
		return sql
			.sql("""
					select visited_on, who, place, why, recorded_by from credit_visit where application_id = ? order by id""")
			.param(id)
			.query((row, n) -> new Visit(row.getObject(1, LocalDate.class), row.getString(2), row.getString(3),
					row.getString(4), row.getString(5)))
			.list();
	}

}
