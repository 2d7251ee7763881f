package cn.jinfu.traceability.codecase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
import cn.jinfu.traceability.codecase.Complaints.ComplaintKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Cases as staff read them, and as the packer who is asked does. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class CodeCaseQueries {

	static final String VIEW = "trace:case:view";

	static final String MAY = "hasAnyAuthority('trace:case:view', 'trace:case:answer')";

	private static final String SELECT = """
			select c.*, m.name as member_name, l.lot_code, b.number as batch_number from trace_code_case c
			  left join member_member m on m.tenant_id = c.tenant_id and m.id = c.member_id
			  left join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
			  left join trace_label_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
			""";

	/** A packer sees what it was asked, not what is only looked into. */
	private static final String WHERE = """
			 where (:status = '' or c.status = :status) and (:cause = '' or c.cause = :cause)
			   and (:own = '' or (c.member_id = nullif(:own, '')::uuid and c.asked_at is not null))
			""";

	/**
	 * @param found scans or labels; per cent for a share
	 * @param batchNumber of the label order
	 */
	public record CaseView(UUID id, String number, CodeCaseCause cause, String code, @Nullable UUID memberId,
			@Nullable String memberName, @Nullable UUID lotId, @Nullable String lotCode, @Nullable UUID batchId,
			@Nullable String batchNumber, @Nullable Long labelFrom, @Nullable Long labelTo, int found,
			CodeCaseStatus status, Instant openedAt, @Nullable String question, @Nullable Instant askedAt,
			@Nullable Instant dueAt, @Nullable String answer, @Nullable Instant answeredAt,
			@Nullable String answeredName, @Nullable Conclusion conclusion, @Nullable String words,
			@Nullable Instant closedAt, @Nullable String closedName, boolean overdue, long version) {

		public Set<CodeCaseStatus.Action> actions() {
			return status.actions();
		}

		public boolean can(String action) {
			return actions().contains(CodeCaseStatus.Action.valueOf(action));
		}
	}

	/** What one person with the package in hand said. */
	public record ComplaintLine(String reference, Instant at, CodeAnswer answer, ComplaintKind kind, String words,
			@Nullable String boughtAt, @Nullable UUID photoId) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	@PreAuthorize(MAY)
	public Paged<CaseView> list(@Nullable CodeCaseStatus status, @Nullable CodeCaseCause cause, @Nullable String after,
			int limit) {
		var from = Cursor.read(after, 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								 and (cast(:at as timestamptz) is null or (c.opened_at, c.id) < (cast(:at as timestamptz), cast(:id as uuid)))
								order by c.opened_at desc, c.id desc limit :limit""",
				status, cause)
			.param("at", from.isEmpty() ? null : from.getFirst())
			.param("id", from.isEmpty() ? null : from.getLast())
			.param("limit", limit + 1)
			.query(this::read)
			.list();
		var total = bind("select count(*) from (select 1 from trace_code_case c" + WHERE + " limit 10001) x", status,
				cause)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.openedAt(), it.id()));
	}

	@PreAuthorize(MAY)
	public CaseView view(UUID id) {
		return bind(SELECT + WHERE + " and c.id = :case", null, null).param("case", id)
			.query(this::read)
			.optional()
			.orElseThrow(() -> new NotFound("trace.code-case.not-found", id));
	}

	/** The latest first; a packer does not read what others wrote about it. */
	@PreAuthorize("hasAuthority('" + VIEW + "')")
	public List<ComplaintLine> complaints(UUID id) {
		view(id);
		return sql.sql("""
				select reference, at, answer, kind, words, bought_at, photo_id from trace_code_complaint
				 where case_id = ? order by at desc limit 200""")
			.param(id)
			.query((row, _) -> new ComplaintLine(row.getString(1), row.getTimestamp(2).toInstant(),
					CodeAnswer.valueOf(row.getString(3)), ComplaintKind.valueOf(row.getString(4)), row.getString(5),
					row.getString(6), row.getObject(7, UUID.class)))
			.list();
	}

	/**
	 * Nobody has looked yet, an answer has come, or none came in time; the oldest first.
	 */
	List<CaseView> waiting(int limit) {
		return sql.sql(SELECT + """
				where c.status in ('OPEN', 'ANSWERED') or (c.status = 'ASKED' and c.due_at < :now)
				order by c.opened_at, c.id limit :limit""")
			.param("now", Timestamp.from(clock.now()))
			.param("limit", limit)
			.query(this::read)
			.list();
	}

	/** What this farm has been asked and has not answered. */
	List<CaseView> toAnswer(UUID memberId, int limit) {
		return sql.sql(SELECT + " where c.member_id = ? and c.status = 'ASKED' order by c.due_at, c.id limit ?")
			.params(memberId, limit)
			.query(this::read)
			.list();
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable CodeCaseStatus status, @Nullable CodeCaseCause cause) {
		var own = Actor.current().may(VIEW) ? Own.current().member() : Actor.current().memberId().toString();
		return sql.sql(text)
			.param("status", (status != null) ? status.name() : "")
			.param("cause", (cause != null) ? cause.name() : "")
			.param("own", own);
	}

	private CaseView read(ResultSet row, int n) throws SQLException {
		var status = CodeCaseStatus.valueOf(row.getString("status"));
		var due = instant(row, "due_at");
		var conclusion = row.getString("conclusion");
		return new CaseView(row.getObject("id", UUID.class), row.getString("number"),
				CodeCaseCause.valueOf(row.getString("cause")), row.getString("code"),
				row.getObject("member_id", UUID.class), row.getString("member_name"),
				row.getObject("lot_id", UUID.class), row.getString("lot_code"), row.getObject("batch_id", UUID.class),
				row.getString("batch_number"), row.getObject("label_from", Long.class),
				row.getObject("label_to", Long.class), row.getInt("found"), status,
				row.getTimestamp("opened_at").toInstant(), row.getString("question"), instant(row, "asked_at"), due,
				row.getString("answer"), instant(row, "answered_at"), row.getString("answered_name"),
				(conclusion != null) ? Conclusion.valueOf(conclusion) : null, row.getString("words"),
				instant(row, "closed_at"), row.getString("closed_name"),
				status == CodeCaseStatus.ASKED && due != null && due.isBefore(clock.now()), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
