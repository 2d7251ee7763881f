package cn.jinfu.member.counter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Visits for the offices, and for the member itself; objections as tasks. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class CounterQueries implements ToDoSource {

	private static final String SETTLE = "member:visit:settle";

	private static final String MAY = "hasAnyAuthority('member:visit:view', 'portal:open')";

	private static final String FROM = """
			 from member_visit v join member_member m on m.id = v.member_id
			where (:scope = 'ALL' or (:scope = 'TOWNSHIP' and m.township_code = :ref)
			   or (:scope = 'MEMBER' and v.member_id::text = :ref))
			""";

	private static final String SELECT = """
			select v.*, m.name as member_name, (select count(*) from member_visit_act a where a.visit_id = v.id) as acts
			""" + FROM;

	/**
	 * What a list may be narrowed to.
	 *
	 * @param q part of the member's or the visitor's name, or the number
	 */
	public record Filter(@Nullable String q, @Nullable CounterVisitStatus status, @Nullable UUID memberId,
			@Nullable String after, @Nullable Integer limit) {

		/** The same from there on, as many as a page may have. */
		Filter page(@Nullable String from) {
			return new Filter(q, status, memberId, from, Paged.MAX_LIMIT);
		}
	}

	private final JdbcClient sql;

	private final WorkingDays workingDays;

	/** Newest first. */
	@PreAuthorize(MAY)
	public Paged<CounterVisitView> list(Filter filter) {
		var place = Cursor.read(filter.after(), 1);
		var where = """
				 and (:q = '' or position(lower(:q) in lower(m.name)) > 0 or position(:q in v.person_name) > 0
				   or v.no = upper(:q))
				 and (:status = '' or v.status = :status) and (:member = '' or v.member_id = nullif(:member, '')::uuid)
				""";
		var size = Paged.limit(filter.limit());
		var rows = bind(SELECT + where + " and (:after = '' or v.no < :after) order by v.no desc limit :limit", filter)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", size + 1)
			.query((row, n) -> view(row))
			.list();
		var total = bind("select count(*)" + FROM + where, filter).query(Long.class).single();
		return Paged.of(rows, size, total, row -> Cursor.of(row.no()));
	}

	private JdbcClient.StatementSpec bind(String text, Filter filter) {
		return scoped(text).param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""));
	}

	private JdbcClient.StatementSpec scoped(String text) {
		var scope = Actor.current().scope();
		return sql.sql(text).param("scope", scope.kind().name()).param("ref", scope.ref());
	}

	@PreAuthorize(MAY)
	public CounterVisitView.File file(UUID id) {
		var visit = scoped(SELECT + " and v.id = :id").param("id", id)
			.query((row, n) -> view(row))
			.optional()
			.orElseThrow(() -> new NotFound("member.visit.not-found", id));
		return new CounterVisitView.File(visit, sql
			.sql("select at, action, object_type, object_id from member_visit_act where visit_id = ? order by id")
			.param(id)
			.query((row, n) -> new CounterVisitView.Act(row.getTimestamp(1).toInstant(), row.getString(2),
					row.getString(3), row.getObject(4, UUID.class)))
			.list());
	}

	/** Newest first; none for somebody who acts for no member. */
	@PreAuthorize("hasAuthority('portal:open')")
	public List<CounterVisitView> own(int limit) {
		return scoped(SELECT + " and :scope = 'MEMBER' order by v.no desc limit :limit").param("limit", limit)
			.query((row, n) -> view(row))
			.list();
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(SETTLE)) {
			return List.of();
		}
		return scoped(SELECT + """
				and v.status = 'OBJECTED' and :me not in (v.clerk_id, v.person_id, v.objected_by)
				order by v.objected_at limit :limit""").param("me", actor.personId())
			.param("limit", limit)
			.query((row, n) -> view(row))
			.list()
			.stream()
			.map(it -> new ToDo("visit:" + it.id() + ":settle", Section.MEMBER, "member.todo.objection",
					it.memberName(), it.no() + " " + it.clerk(), "/console/counter-visits/" + it.id(), SETTLE,
					workingDays.until(Objects.requireNonNull(it.objectedAt()), CounterVisitView.SETTLE_DAYS)))
			.toList();
	}

	private static CounterVisitView view(ResultSet row) throws SQLException {
		return new CounterVisitView(row.getObject("id", UUID.class), row.getString("no"),
				CounterVisitStatus.valueOf(row.getString("status")), row.getObject("member_id", UUID.class),
				row.getString("member_name"), row.getString("person_name"), row.getString("clerk_name"),
				row.getString("purpose"), row.getObject("paper_file", UUID.class),
				row.getTimestamp("began_at").toInstant(), at(row.getTimestamp("ended_at")),
				at(row.getTimestamp("objected_at")), row.getString("objection"), at(row.getTimestamp("settled_at")),
				row.getString("settled_name"), row.getString("settlement"), row.getInt("acts"), row.getLong("version"),
				Stream.of("clerk_id", "person_id", "objected_by")
					.map(it -> id(row, it))
					.filter(Objects::nonNull)
					.toList());
	}

	private static @Nullable UUID id(ResultSet row, String column) {
		try {
			return row.getObject(column, UUID.class);
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private static @Nullable Instant at(@Nullable Timestamp at) {
		return (at == null) ? null : at.toInstant();
	}

}
