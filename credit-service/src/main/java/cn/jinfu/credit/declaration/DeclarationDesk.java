package cn.jinfu.credit.declaration;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.recusal.Recusals;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes, verifies and shows declarations. A township reaches its own farms, a farm
 * itself; what is out of reach is not found.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class DeclarationDesk {

	/** Working days in which the township has looked at a declaration. */
	public static final int VERIFY_DAYS = 5;

	static final String TYPE = "Declaration";

	private final Declarations declarations;

	private final MemberDirectory members;

	private final Numbers numbers;

	private final Recusals recusals;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** A line of the list. */
	public record Line(UUID declarationId, String no, UUID memberId, String memberName, int year,
			DeclarationStatus status, Instant statusSince, String submittedName, UUID submittedBy) {
	}

	/** One stored fact with where it comes from. */
	public record FactLine(String code, @Nullable BigDecimal number, @Nullable String category, String source,
			String evidence, LocalDate asOf, String enteredBy, @Nullable String verifiedBy,
			@Nullable UUID declarationId) {
	}

	/** A fact outside a declaration: what an official register answered on a day. */
	public record LookUp(UUID memberId, Register register, String category, String source) {
	}

	/** The year one declares for: the last full one. */
	public int year() {
		return clock.today().getYear() - 1;
	}

	/**
	 * The farm's answers for the last year; after a return the same declaration again.
	 */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public UUID submit(Answers answers) {
		var actor = Actor.current();
		return submit(actor.memberId(), answers);
	}

	private UUID submit(UUID memberId, Answers answers) {
		var actor = Actor.current();
		var member = members.requireActive(memberId);
		var known = declarations.findByMemberIdAndYear(memberId, year());
		var before = known.map(Declaration::status).orElse(null);
		known.ifPresent(it -> it.submit(answers, actor.personId(), actor.displayName(), clock.now()));
		var declaration = known.orElseGet(() -> Declaration.submitted(numbers.next("credit_declaration", "SB-%06d"),
				new Declaration.Owner(memberId, member.name(), member.townshipCode()), year(), answers,
				actor.personId(), actor.displayName(), clock.now()));
		return save(declaration, before, null);
	}

	/** From here on the facts count for ratings. */
	@PreAuthorize("hasAuthority('credit:declaration:verify')")
	public void verify(UUID id, @Nullable String note, long version) {
		var actor = Actor.current();
		var declaration = require(id).seenAt(version);
		recusals.requireUnrelated(declaration.memberId());
		var before = declaration.status();
		declaration.verify(actor.personId(), actor.displayName(), note, clock.now());
		save(declaration, before, note);
		for (var fact : declaration.answers().facts(clock.today())) {
			store(declaration, fact);
		}
	}

	@PreAuthorize("hasAuthority('credit:declaration:verify')")
	public void giveBack(UUID id, String reason, long version) {
		var actor = Actor.current();
		var declaration = require(id).seenAt(version);
		var before = declaration.status();
		declaration.giveBack(actor.personId(), actor.displayName(), reason, clock.now());
		save(declaration, before, reason);
	}

	private UUID save(Declaration declaration, @Nullable DeclarationStatus before, @Nullable String reason) {
		declarations.saveAndFlush(declaration);
		history.record(TYPE, declaration.id(), before, declaration.status(), reason);
		return declaration.id();
	}

	private void store(Declaration declaration, Answers.Line fact) {
		sql.sql("""
				insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source,
				  evidence, as_of, entered_by, verified_by, entered_at, declaration_id)
				values (?, ?, 0, ?, ?, ?, ?, 'DECLARATION', ?, ?, ?, ?, ?, ?)
				on conflict on constraint credit_declared_fact_day_uq do update
				  set number = excluded.number, category = excluded.category, evidence = excluded.evidence,
				      entered_by = excluded.entered_by, verified_by = excluded.verified_by,
				      declaration_id = excluded.declaration_id, version = credit_declared_fact.version + 1""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(declaration.memberId())
			.param(fact.code())
			.param(fact.number())
			.param(fact.category())
			.param(declaration.no())
			.param(clock.today())
			.param(declaration.submittedName())
			.param(declaration.decidedName())
			.param(Timestamp.from(clock.now()))
			.param(declaration.id())
			.update();
	}

	/** Within the acting person's reach; otherwise not found. */
	private Declaration require(UUID id) {
		return declarations.findById(id)
			.filter(it -> reaches(it.memberId(), it.townshipCode()))
			.orElseThrow(() -> new NotFound("credit.declaration.not-found", id));
	}

	private static boolean reaches(UUID memberId, String township) {
		var scope = Actor.current().scope();
		return switch (scope.kind()) {
			case ALL -> true;
			case TOWNSHIP -> township.equals(scope.ref());
			case MEMBER -> memberId.toString().equals(scope.ref());
			case ORG, OUTLET, BANK, NONE -> false;
		};
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:declaration:view', 'credit:own:view')")
	public Declaration show(UUID id) {
		return require(id);
	}

	/** The farm's own for the last full year. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public Optional<Declaration> own() {
		return declarations.findByMemberIdAndYear(Actor.current().memberId(), year());
	}

	/** The latest first, within the acting person's reach. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:declaration:view', 'credit:own:view')")
	public Paged<Line> list(@Nullable DeclarationStatus status, @Nullable UUID memberId, @Nullable String after,
			int limit) {
		var from = Cursor.read(after, 2);
		var rows = filtered("""
				select id, no, member_id, member_name, year, status, status_since, submitted_name, submitted_by
				  from credit_declaration
				""",
				" and (:no = '' or (status_since, no) < (cast(:at as timestamptz), :no))"
						+ " order by status_since desc, no desc limit :rows",
				status, memberId)
			.param("at", from.isEmpty() ? Timestamp.from(Instant.EPOCH) : Timestamp.from(Instant.parse(from.get(0))))
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class),
					row.getString(4), row.getInt(5), DeclarationStatus.valueOf(row.getString(6)),
					row.getTimestamp(7).toInstant(), row.getString(8), row.getObject(9, UUID.class)))
			.list();
		var total = filtered("select count(*) from credit_declaration", "", status, memberId).query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.statusSince(), it.no()));
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, @Nullable DeclarationStatus status,
			@Nullable UUID memberId) {
		var scope = Actor.current().scope();
		return sql.sql(select + "\n" + """
				where (:status = '' or status = :status) and (:member = '' or member_id = nullif(:member, '')::uuid)
				 and (:own = '' or member_id = nullif(:own, '')::uuid) and (:township = '' or township_code = :township)
				 and :reach""" + rest)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (memberId != null) ? memberId.toString() : "")
			.param("own", (scope.kind() == Scope.Kind.MEMBER) ? scope.ref() : "")
			.param("township", (scope.kind() == Scope.Kind.TOWNSHIP) ? scope.ref() : "")
			.param("reach", List.of(Scope.Kind.ALL, Scope.Kind.MEMBER, Scope.Kind.TOWNSHIP).contains(scope.kind()));
	}

	/**
	 * Everything declared or looked up about a farm, the latest first: the rows behind a
	 * rating.
	 * @throws NotFound for a farm out of reach
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:declaration:view')")
	public Paged<FactLine> facts(UUID memberId, @Nullable String after, int limit) {
		members.find(memberId)
			.filter(it -> reaches(it.memberId(), it.townshipCode()))
			.orElseThrow(() -> new NotFound("member.member.not-found", memberId));
		var from = Cursor.read(after, 2);
		var rows = sql.sql("""
				select code, number, category, source, evidence, as_of, entered_by, verified_by, declaration_id
				  from credit_declared_fact
				 where member_id = :member and (:code = '' or as_of < cast(:on as date) or (as_of = cast(:on as date)
				   and code > :code))
				 order by as_of desc, code limit :rows""")
			.param("member", memberId)
			.param("on", from.isEmpty() ? null : from.get(0), Types.VARCHAR)
			.param("code", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new FactLine(row.getString(1), row.getBigDecimal(2), row.getString(3), row.getString(4),
					row.getString(5), row.getObject(6, LocalDate.class), row.getString(7), row.getString(8),
					row.getObject(9, UUID.class)))
			.list();
		var total = sql.sql("select count(*) from credit_declared_fact where member_id = ?")
			.param(memberId)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.asOf(), it.code()));
	}

	/** Waiting for this person, the longest first; without what he filled in himself. */
	@Transactional(readOnly = true)
	public List<Line> waiting(Actor actor, int limit) {
		return list(DeclarationStatus.SUBMITTED, null, null, Paged.MAX_LIMIT).items()
			.reversed()
			.stream()
			.filter(it -> !it.submittedBy().equals(actor.personId()))
			.limit(limit)
			.toList();
	}

	/**
	 * What an official register said about a farm, entered with its source; the day is
	 * today, so that anybody can look again.
	 */
	@PreAuthorize("hasAuthority('credit:declaration:look-up')")
	public void lookUp(LookUp found) {
		members.requireActive(found.memberId());
		if (!found.register().categories().contains(found.category())) {
			throw new RuleBroken("credit.declaration.look-up").at("category");
		}
		var actor = Actor.current();
		sql.sql("""
				insert into credit_declared_fact (id, tenant_id, version, member_id, code, category, source, evidence,
				  as_of, entered_by, entered_at)
				values (?, ?, 0, ?, ?, ?, 'PUBLIC_LOOKUP', ?, ?, ?, ?)
				on conflict on constraint credit_declared_fact_day_uq do update
				  set category = excluded.category, evidence = excluded.evidence, entered_by = excluded.entered_by,
				      entered_at = excluded.entered_at, version = credit_declared_fact.version + 1""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(found.memberId())
			.param(found.register().name())
			.param(found.category())
			.param(found.source())
			.param(clock.today())
			.param(actor.displayName())
			.param(Timestamp.from(clock.now()))
			.update();
	}

}
