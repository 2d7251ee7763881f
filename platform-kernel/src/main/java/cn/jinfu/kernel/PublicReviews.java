package cn.jinfu.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Refusal.WrongState;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What strangers and farms write for everybody to read, and the pictures they add: shown
 * only after somebody of the federation has looked. Whoever owns the thing listens for
 * {@link Reviewed} in the same transaction and shows it.
 */
@Component
@RequiredArgsConstructor
public class PublicReviews {

	public static final String MAY = "platform:public:review";

	private static final String TYPE = "PublicReview";

	private static final String GUARD = "hasAuthority('" + MAY + "')";

	/** 产品照片, 消费者评价, 种植者的话. */
	public enum PublicKind {

		PRODUCT_PHOTO, COMMENT, PRODUCER_STORY

	}

	/** 待审核, 已公开, 不公开. */
	public enum PublicStatus {

		WAITING, SHOWN, REFUSED

	}

	/**
	 * @param title of what it belongs to
	 * @param byName null for a stranger
	 */
	public record Item(UUID id, PublicKind kind, UUID subjectId, String title, @Nullable String words,
			@Nullable UUID photoId, @Nullable UUID byPerson, @Nullable String byName, Instant at, PublicStatus status,
			@Nullable String reason, @Nullable String decidedName, @Nullable Instant decidedAt, long version) {

		public boolean mine() {
			return Actor.current().personId().equals(byPerson);
		}

		public boolean open() {
			return status == PublicStatus.WAITING;
		}

	}

	/** In the transaction of the decision. */
	public record Reviewed(PublicKind kind, UUID subjectId, boolean shown) {
	}

	private final JdbcClient sql;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final ApplicationEventPublisher events;

	/**
	 * @param by null for a stranger
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void submit(PublicKind kind, UUID subjectId, String title, @Nullable String words, @Nullable UUID photoId,
			@Nullable Actor by) {
		var id = Ids.next();
		sql.sql("""
				insert into platform_public_review (id, tenant_id, version, kind, subject_id, title, words, photo_id,
				  by_person, by_name, at, status)
				values (:id, :tenant, 0, :kind, :subject, :title, :words, :photo, :person, :name, :at, 'WAITING')""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("kind", kind.name())
			.param("subject", subjectId)
			.param("title", title)
			.param("words", words)
			.param("photo", photoId)
			.param("person", (by != null) ? by.personId() : null)
			.param("name", (by != null) ? by.displayName() : null)
			.param("at", Timestamp.from(clock.now()))
			.update();
		history.record(TYPE, id, null, PublicStatus.WAITING, null);
	}

	/** The longest waiting first; what is decided, the latest first. */
	@PreAuthorize(GUARD)
	@Transactional(readOnly = true)
	public Paged<Item> list(PublicStatus status, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var waiting = status == PublicStatus.WAITING;
		var rows = sql.sql("""
				select * from platform_public_review where status = :status
				   and (cast(:at as timestamptz) is null or (at, id) %s (cast(:at as timestamptz), cast(:id as uuid)))
				 order by at %s, id %2$s limit :limit""".formatted(waiting ? ">" : "<", waiting ? "asc" : "desc"))
			.param("status", status.name())
			.param("at", from.isEmpty() ? null : from.getFirst())
			.param("id", from.isEmpty() ? null : from.getLast())
			.param("limit", limit + 1)
			.query(PublicReviews::read)
			.list();
		var total = sql
			.sql("select count(*) from (select 1 from platform_public_review where status = ? limit 10001) x")
			.param(status.name())
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.at(), it.id()));
	}

	@PreAuthorize(GUARD)
	@Transactional(readOnly = true)
	public Item view(UUID id) {
		return sql.sql("select * from platform_public_review where id = ?")
			.param(id)
			.query(PublicReviews::read)
			.optional()
			.orElseThrow(() -> new NotFound("kernel.review.not-found", id));
	}

	/**
	 * @param reason needed when it is not shown
	 */
	@PreAuthorize(GUARD)
	@Transactional
	public void decide(UUID id, boolean shown, @Nullable String reason, long version) {
		var item = sql.sql("select * from platform_public_review where id = ? for update")
			.param(id)
			.query(PublicReviews::read)
			.optional()
			.orElseThrow(() -> new NotFound("kernel.review.not-found", id));
		if (item.version() != version) {
			throw new Stale("kernel.stale");
		}
		if (!item.open()) {
			throw new WrongState("kernel.review.decided", item.status());
		}
		if (item.mine()) {
			throw new Forbidden("kernel.review.own");
		}
		var why = (reason != null) ? reason.strip() : "";
		if (!shown && why.isEmpty()) {
			throw new RuleBroken("kernel.review.reason").at("reason");
		}
		var status = shown ? PublicStatus.SHOWN : PublicStatus.REFUSED;
		sql.sql("""
				update platform_public_review set status = :status, reason = :reason, decided_by = :person,
				  decided_name = :name, decided_at = :at, version = version + 1 where id = :id""")
			.param("status", status.name())
			.param("reason", shown ? null : why)
			.param("person", Actor.current().personId())
			.param("name", Actor.current().displayName())
			.param("at", Timestamp.from(clock.now()))
			.param("id", id)
			.update();
		history.record(TYPE, id, item.status(), status, shown ? null : why);
		events.publishEvent(new Reviewed(item.kind(), item.subjectId(), shown));
	}

	private static Item read(ResultSet row, int n) throws SQLException {
		var decided = row.getTimestamp("decided_at");
		return new Item(row.getObject("id", UUID.class), PublicKind.valueOf(row.getString("kind")),
				row.getObject("subject_id", UUID.class), row.getString("title"), row.getString("words"),
				row.getObject("photo_id", UUID.class), row.getObject("by_person", UUID.class), row.getString("by_name"),
				row.getTimestamp("at").toInstant(), PublicStatus.valueOf(row.getString("status")),
				row.getString("reason"), row.getString("decided_name"), (decided != null) ? decided.toInstant() : null,
				row.getLong("version"));
	}

}
