package cn.jinfu.traceability.story;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.lot.LotStories;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * A farm's own words, and a picture of each of its fields. Both wait until somebody of
 * the federation has looked; what was shown before stays until then.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Stories {

	static final String TELL = "trace:story:tell";

	private static final String GUARD = "hasAuthority('" + TELL + "')";

	private static final String TYPE = "Story";

	private static final int LISTED = 50;

	private static final int TITLE = 120;

	/** 待审核, 已公开, 不公开, 已撤下. */
	public enum StoryStatus {

		WAITING, SHOWN, REFUSED, ENDED

	}

	/**
	 * @param plotId of one field; null for the farm as a whole
	 * @param words needed for the farm
	 * @param photo needed for a field
	 */
	public record Tell(UUID memberId, @Nullable UUID plotId, @Nullable String words, @Nullable MultipartFile photo) {
	}

	/**
	 * @param plot name of the field; null for the farm as a whole
	 * @param reason why it is not shown
	 */
	public record Story(UUID id, @Nullable UUID plotId, @Nullable String plot, @Nullable String words,
			@Nullable UUID photoId, StoryStatus status, Instant sentAt, @Nullable String reason, long version) {

		public boolean shown() {
			return status == StoryStatus.SHOWN;
		}

	}

	private final MemberDirectory members;

	private final PlotDirectory plots;

	private final FileStore files;

	private final PublicReviews reviews;

	private final LotStories lots;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize(GUARD)
	public UUID tell(Tell told) {
		var member = members.requireActive(Own.acting(told.memberId()));
		var plotId = told.plotId();
		var plot = (plotId == null) ? null
				: plots.find(plotId)
					.filter(it -> it.memberId().equals(told.memberId()))
					.orElseThrow(() -> new NotFound("trace.story.plot", plotId));
		var words = (told.words() == null || told.words().isBlank()) ? null : told.words().strip();
		if (plot == null && words == null) {
			throw new RuleBroken("trace.story.no-words").at("words");
		}
		var photo = files.store(FileStore.Kind.PHOTO, told.photo(), FileStore.Visibility.MEMBER, told.memberId())
			.map(FileStore.Stored::fileId)
			.orElse(null);
		if (plot != null && photo == null) {
			throw new RuleBroken("trace.story.no-photo").at("photo");
		}
		if (waits(told.memberId(), plotId)) {
			throw new RuleBroken("trace.story.waiting");
		}
		var id = Ids.next();
		var by = Actor.current();
		sql.sql("""
				insert into trace_story (id, tenant_id, version, member_id, plot_id, words, photo_id, status, sent_at, sent_name)
				values (?, ?, 0, ?, ?, ?, ?, 'WAITING', ?, ?)""")
			.params(id, Tenant.require(), told.memberId())
			.param(plotId)
			.param(words)
			.param(photo)
			.params(Timestamp.from(clock.now()), by.displayName())
			.update();
		history.record(TYPE, id, null, StoryStatus.WAITING, null);
		var title = (plot != null) ? member.name() + " " + plot.name() : member.name();
		reviews.submit(PublicReviews.PublicKind.PRODUCER_STORY, id, title.substring(0, Math.min(title.length(), TITLE)),
				words, photo, by);
		return id;
	}

	/** No longer shown from now on. */
	@PreAuthorize(GUARD)
	public void end(UUID memberId, UUID id, long version) {
		var own = Own.acting(memberId);
		var story = one(" where s.id = ? and s.member_id = ? for update of s", own, id);
		if (story.version() != version) {
			throw new Stale("kernel.stale");
		}
		if (!story.shown()) {
			throw new WrongState("trace.story.not-shown", story.status());
		}
		become(id, StoryStatus.SHOWN, StoryStatus.ENDED);
		lots.retell(own, story.plotId());
	}

	/** What a farm sent, the latest first. */
	@PreAuthorize(GUARD)
	@Transactional(readOnly = true)
	public List<Story> ofMember(UUID memberId) {
		return read(" where s.member_id = ? order by s.sent_at desc, s.id desc limit ?", Own.acting(memberId), LISTED);
	}

	@PreAuthorize(GUARD)
	@Transactional(readOnly = true)
	public Story view(UUID memberId, UUID id) {
		return one(" where s.id = ? and s.member_id = ?", Own.acting(memberId), id);
	}

	private Story one(String where, UUID memberId, UUID id) {
		return read(where, id, memberId).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("trace.story.not-found", id));
	}

	@EventListener
	@Order(1)
	void on(PublicReviews.Reviewed review) {
		if (review.kind() != PublicReviews.PublicKind.PRODUCER_STORY) {
			return;
		}
		if (!review.shown()) {
			become(review.subjectId(), StoryStatus.WAITING, StoryStatus.REFUSED);
			return;
		}
		var story = read(" where s.id = ?", review.subjectId()).getFirst();
		var memberId = sql.sql("select member_id from trace_story where id = ?")
			.param(story.id())
			.query(UUID.class)
			.single();
		sql.sql("""
				select id from trace_story where member_id = :member and plot_id is not distinct from :plot
				   and status = 'SHOWN' for update""")
			.param("member", memberId)
			.param("plot", story.plotId())
			.query(UUID.class)
			.list()
			.forEach(before -> become(before, StoryStatus.SHOWN, StoryStatus.ENDED));
		if (story.photoId() != null) {
			files.publish(story.photoId());
		}
		become(story.id(), StoryStatus.WAITING, StoryStatus.SHOWN);
		lots.retell(memberId, story.plotId());
	}

	private void become(UUID id, StoryStatus before, StoryStatus after) {
		sql.sql("update trace_story set status = ?, version = version + 1 where id = ?")
			.params(after.name(), id)
			.update();
		history.record(TYPE, id, before, after, null);
	}

	/** Two at once: the index lets one through. */
	private boolean waits(UUID memberId, @Nullable UUID plotId) {
		return sql
			.sql("""
					select exists (select 1 from trace_story where member_id = :member and plot_id is not distinct from :plot
					   and status = 'WAITING')""")
			.param("member", memberId)
			.param("plot", plotId)
			.query(Boolean.class)
			.single();
	}

	private List<Story> read(String where, Object... values) {
		return sql
			.sql("""
					select s.*, p.name as plot, (select r.reason from platform_public_review r where r.tenant_id = s.tenant_id
					         and r.subject_id = s.id and r.kind = 'PRODUCER_STORY') as reason
					  from trace_story s left join production_plot p on p.tenant_id = s.tenant_id and p.id = s.plot_id"""
					+ where)
			.params(values)
			.query(Stories::story)
			.list();
	}

	private static Story story(ResultSet row, int n) throws SQLException {
		return new Story(row.getObject("id", UUID.class), row.getObject("plot_id", UUID.class), row.getString("plot"),
				row.getString("words"), row.getObject("photo_id", UUID.class),
				StoryStatus.valueOf(row.getString("status")), row.getTimestamp("sent_at").toInstant(),
				row.getString("reason"), row.getLong("version"));
	}

}
