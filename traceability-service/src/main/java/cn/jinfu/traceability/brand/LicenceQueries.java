package cn.jinfu.traceability.brand;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.TraceFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Licences for staff, for the farm, and the register that everybody may read. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class LicenceQueries {

	private static final String MAY = "hasAnyAuthority('brand:licence:view', 'brand:licence:apply')";

	private static final String SELECT = """
			select l.*, c.name as class_name, c.service, m.name as mark_name, m.registration_no, s.title
			  from brand_licence l
			  join brand_product_class c on c.tenant_id = l.tenant_id and c.code = l.class_code
			  join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
			  join brand_standard s on s.tenant_id = l.tenant_id and s.code = l.standard
			""";

	private static final String WHERE = """
			 where (:q = '' or l.holder like '%' || :q || '%' or l.number ilike '%' || :q || '%' or c.name like '%' || :q || '%')
			   and (:status = '' or l.status = :status) and (:class = '' or l.class_code = :class)
			   and (:member = '' or l.member_id = nullif(:member, '')::uuid)
			   and (cast(:until as date) is null or (l.status = 'ACTIVE' and l.valid_until <= :until)) and
			"""
			+ Own.on("l");

	/** Shown to everybody: whoever was licensed, and what became of it. */
	private static final String PUBLIC = """
			where l.number is not null and (:q = '' or l.holder like '%' || :q || '%' or l.number ilike '%' || :q || '%'
			  or c.name like '%' || :q || '%')""";

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param until only those in force that end by this day
	 */
	public record Filter(@Nullable String q, @Nullable LicenceStatus status, @Nullable String classCode,
			@Nullable UUID memberId, @Nullable LocalDate until, @Nullable String after, int limit) {

		static Filter ofMember(UUID memberId) {
			return new Filter(null, null, null, memberId, null, null, Paged.MAX_LIMIT);
		}

	}

	private final JdbcClient sql;

	private final Objections objections;

	private final ReviewWeights weights;

	private final FourEyes fourEyes;

	private final StatusHistory history;

	private final BusinessClock clock;

	@PreAuthorize(MAY)
	public Paged<LicenceView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		var rows = bind(SELECT + WHERE
				+ " and (cast(:after as uuid) is null or l.id < cast(:after as uuid)) order by l.id desc limit :limit",
				filter)
			.param("after", from.isEmpty() ? null : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query(rows())
			.list();
		var total = bind("select count(*) from (" + SELECT + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(rows, filter.limit(), total, row -> Cursor.of(row.id()));
	}

	@PreAuthorize(MAY)
	public LicenceView view(UUID id) {
		return sql.sql(SELECT + " where l.id = :id and " + Own.on("l"))
			.param("id", id)
			.param("own", Own.current().member())
			.query(rows())
			.optional()
			.orElseThrow(() -> new NotFound("brand.licence.not-found", id));
	}

	@PreAuthorize(MAY)
	public LicenceView.File file(UUID id) {
		return new LicenceView.File(view(id), checks(id), papers(id), objections.of(id), reviews(id), use(id),
				labels(id), counts(id), history.of(LicenceDesk.TYPE, id));
	}

	/**
	 * Waiting in this status, the longest first; without those the reader took part in.
	 */
	@PreAuthorize("hasAuthority('brand:licence:view')")
	public List<LicenceView> waiting(List<LicenceStatus> statuses, int limit) {
		return sql.sql(SELECT + " where l.status in (:statuses) and " + Own.on("l") + " order by l.id")
			.param("statuses", statuses.stream().map(Enum::name).toList())
			.param("own", Own.current().member())
			.query(rows())
			.list()
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.toList();
	}

	/** In force today and over by that day, the first to end first. */
	@PreAuthorize("hasAuthority('brand:licence:view')")
	public List<LicenceView> endingBy(LocalDate until, int limit) {
		return sql
			.sql(SELECT + " where l.status = 'ACTIVE' and l.valid_until <= :until and " + Own.on("l")
					+ " order by l.valid_until, l.id limit :limit")
			.param("until", until)
			.param("own", Own.current().member())
			.param("limit", limit)
			.query(rows())
			.list();
	}

	/** Told to everybody long enough: to be signed. */
	@PreAuthorize("hasAuthority('brand:licence:view')")
	public List<LicenceView> toSign(int limit) {
		return waiting(List.of(LicenceStatus.NOTICE), Integer.MAX_VALUE).stream()
			.filter(LicenceView::noticeOver)
			.limit(limit)
			.toList();
	}

	/** Their year is over in a month, or was. */
	@PreAuthorize("hasAuthority('brand:licence:view')")
	public List<LicenceView> toReview(int limit) {
		return sql
			.sql(SELECT + " where l.status = 'ACTIVE' and l.next_review_on <= :until and " + Own.on("l")
					+ " order by l.next_review_on, l.id limit :limit")
			.param("until", clock.today().plusDays(BrandLicence.REVIEW_DAYS))
			.param("own", Own.current().member())
			.param("limit", limit)
			.query(rows())
			.list();
	}

	/** What everybody may object to today. */
	public List<LicenceView> notices() {
		return sql.sql(SELECT + " where l.status = 'NOTICE' and l.notice_until >= ? order by l.notice_until, l.id")
			.param(clock.today())
			.query(rows())
			.list();
	}

	public Optional<LicenceView> notice(UUID id) {
		return notices().stream().filter(it -> it.id().equals(id)).findFirst();
	}

	/** What the last twelve months' records say. */
	LicenceView.Year year(UUID memberId, UUID licence) {
		var since = clock.today().minusYears(1);
		return sql
			.sql("""
					select (select count(*) from trace_residue_test where member_id = :member and status = 'CONFIRMED' and sampled_on >= :since),
					       (select count(*) from trace_residue_test where member_id = :member and status = 'CONFIRMED' and sampled_on >= :since
					          and verdict = 'FAIL'),
					       (select count(*) from trace_lot where member_id = :member and harvested_on >= :since),
					       (select count(*) from trace_code_case where member_id = :member and cause = 'COMPLAINT' and opened_at >= :since),
					       (select coalesce(sum(count), 0) from trace_label_batch where licence_id = :licence and ordered_at >= :since),
					       (select coalesce(sum(voided), 0) from trace_label_batch where licence_id = :licence and ordered_at >= :since)""")
			.param("member", memberId)
			.param("licence", licence)
			.param("since", since)
			.query((row, n) -> new LicenceView.Year(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4),
					row.getLong(5), row.getLong(6)))
			.single();
	}

	/**
	 * Where the labels ordered under it are. A label that was spoilt on its package is
	 * void and no more bound.
	 */
	LabelCount labels(UUID licence) {
		return sql
			.sql("""
					select coalesce(sum(b.count), 0) as issued,
					       coalesce(sum(b.count - b.voided) filter (where b.printed_at is null), 0) as unprinted,
					       coalesce(sum(b.voided), 0) as voided,
					       coalesce(sum(b.bound - coalesce((select sum(least(v.first_seq + v.count, x.first_seq + x.count)
					             - greatest(v.first_seq, x.first_seq)) from trace_label_bind x
					          join trace_label_void v on v.tenant_id = x.tenant_id and v.batch_id = x.batch_id
					           and int8range(v.first_seq, v.first_seq + v.count) && int8range(x.first_seq, x.first_seq + x.count)
					         where x.tenant_id = b.tenant_id and x.batch_id = b.id), 0)), 0) as bound
					  from trace_label_batch b where b.licence_id = ?""")
			.param(licence)
			.query((row, _) -> LabelCount.known(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
			.single();
	}

	private List<LabelCount> counts(UUID licence) {
		return sql.sql("select * from brand_label_count where licence_id = ? order by counted_on desc limit 20")
			.param(licence)
			.query((row, _) -> new LabelCount(row.getLong("issued"), row.getLong("unprinted"), row.getLong("voided"),
					row.getLong("bound"), row.getLong("left_over"), row.getLong("missing"),
					row.getObject("counted_on", LocalDate.class), row.getString("note"), row.getString("by_name"),
					row.getTimestamp("at").toInstant()))
			.list();
	}

	/** The parts of the past year, and the score where the federation decided weights. */
	ReviewScore score(UUID memberId, UUID licence) {
		var since = clock.today().minusYears(1);
		var labels = labels(licence);
		var figures = sql.sql("""
				select (select count(*) from trace_residue_test where member_id = :member and status = 'CONFIRMED'
				          and sampled_on >= :since) as tests,
				       (select count(*) from trace_residue_test where member_id = :member and status = 'CONFIRMED'
				          and sampled_on >= :since and verdict = 'FAIL') as failed,
				       count(l.id) as lots, avg(l.completeness) as completeness, coalesce(sum(l.kg), 0) as kg,
				       coalesce(sum(l.kg - l.kg_left), 0) as gone,
				       (select count(*) from trace_code_case where member_id = :member and cause = 'COMPLAINT'
				          and conclusion in ('COPIED', 'EXPLAINED') and opened_at >= :since) as founded,
				       (select missing from brand_label_count where licence_id = :licence and counted_on >= :since
				         order by counted_on desc limit 1) as missing
				  from trace_lot l where l.member_id = :member and l.harvested_on >= :since""")
			.param("member", memberId)
			.param("licence", licence)
			.param("since", since)
			.query((row, _) -> new ReviewScore.Figures(row.getInt("tests"), row.getInt("failed"), row.getInt("lots"),
					row.getInt("founded"), row.getBigDecimal("completeness"), labels.issued(),
					row.getObject("missing", Long.class), row.getBigDecimal("kg"), row.getBigDecimal("gone")))
			.single();
		return ReviewScore.of(figures, weights.inForce(clock.today()).map(ReviewWeights.Edition::weights).orElse(null));
	}

	private List<LicenceView.Review> reviews(UUID id) {
		return sql.sql("select * from brand_licence_review where licence_id = ? order by due_on desc")
			.param(id)
			.query((row, n) -> new LicenceView.Review(row.getObject("due_on", LocalDate.class),
					new LicenceView.Year(row.getInt("tests"), row.getInt("tests_failed"), row.getInt("lots"),
							row.getInt("complaints"), row.getLong("labels"), row.getLong("labels_voided")),
					row.getBoolean("passed"), row.getObject("score", Integer.class), row.getString("note"),
					row.getString("by_name"), row.getTimestamp("at").toInstant()))
			.list();
	}

	/** The public register: in order of the number. */
	public Paged<LicenceView> register(@Nullable String q, @Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var rows = sql.sql(SELECT + PUBLIC + " and (:after = '' or l.number > :after) order by l.number limit :limit")
			.param("q", (q != null) ? q.strip() : "")
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", limit + 1)
			.query(rows())
			.list();
		var total = sql.sql("select count(*) from (" + SELECT + PUBLIC + " limit 10001) x")
			.param("q", (q != null) ? q.strip() : "")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, row -> Cursor.of(String.valueOf(row.number())));
	}

	/** By the number as printed; small letters and blanks do not matter. */
	public Optional<LicenceView> byNumber(String number) {
		return sql.sql(SELECT + " where l.number = ?")
			.param(number.replaceAll("\\s", "").toUpperCase(Locale.ROOT))
			.query(rows())
			.optional();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("class", (filter.classCode() != null) ? filter.classCode() : "")
			.param("member", (filter.memberId() != null) ? filter.memberId().toString() : "")
			.param("until", filter.until())
			.param("own", Own.current().member());
	}

	private List<LicenceView.CheckView> checks(UUID id) {
		return sql.sql("select * from brand_licence_check where licence_id = ? order by id desc")
			.param(id)
			.query((row, n) -> new LicenceView.CheckView(row.getInt("environment"), row.getInt("records"),
					row.getInt("inputs"), row.getInt("packing"), row.getInt("labels"), row.getInt("score"),
					row.getString("note"), row.getObject("photo_id", UUID.class), row.getTimestamp("at").toInstant(),
					row.getString("by_name")))
			.list();
	}

	private List<LicenceView.Paper> papers(UUID id) {
		return sql.sql("""
				select f.id, f.name from brand_licence_paper p
				  join platform_file f on f.tenant_id = p.tenant_id and f.id = p.file_id
				 where p.licence_id = ? order by f.created_at, f.id""")
			.param(id)
			.query((row, n) -> new LicenceView.Paper(row.getObject(1, UUID.class), row.getString(2)))
			.list();
	}

	private LicenceView.Use use(UUID id) {
		return sql.sql("""
				select (select count(*) from trace_label_batch b where b.licence_id = :id),
				       (select coalesce(sum(b.count - b.voided), 0) from trace_label_batch b where b.licence_id = :id),
				       (select coalesce(sum(p.pieces), 0) from brand_package_move p where p.licence_id = :id)""")
			.param("id", id)
			.query((row, n) -> new LicenceView.Use(row.getInt(1), row.getLong(2), row.getLong(3)))
			.single();
	}

	private RowMapper<LicenceView> rows() {
		var twoPeople = fourEyes.required(TraceFourEyes.DECIDE_LICENCE);
		return (row, n) -> view(row, twoPeople);
	}

	private LicenceView view(ResultSet row, boolean twoPeople) throws SQLException {
		return new LicenceView(row.getObject("id", UUID.class), row.getString("number"),
				row.getObject("member_id", UUID.class), row.getString("holder"), row.getString("class_code"),
				row.getString("class_name"), row.getBoolean("service"), row.getString("mark_name"),
				row.getString("registration_no"), row.getString("standard"), row.getString("title"),
				row.getString("products"), row.getString("reason"), LicenceStatus.valueOf(row.getString("status")),
				row.getTimestamp("applied_at").toInstant(), row.getObject("applied_by", UUID.class),
				row.getObject("check_score", Integer.class), row.getString("check_note"),
				row.getObject("checked_by", UUID.class), row.getString("checked_name"),
				instant(row.getTimestamp("checked_at")), row.getString("decided_name"),
				instant(row.getTimestamp("decided_at")), row.getString("decision_note"),
				row.getObject("valid_from", LocalDate.class), row.getObject("valid_until", LocalDate.class),
				row.getObject("notice_from", LocalDate.class), row.getObject("notice_until", LocalDate.class),
				row.getObject("contract_file", UUID.class), row.getObject("contract_on", LocalDate.class),
				row.getObject("next_review_on", LocalDate.class), row.getObject("barred_until", LocalDate.class),
				twoPeople, clock.today(), row.getLong("version"));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

}
