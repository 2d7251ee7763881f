package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberPanel;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.PersonRole;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register as people with access see it: rows cut by the actor's data scope. */
@Service
@RequiredArgsConstructor
class MemberQueries {

	/** One list page and how many members stand behind each tab. */
	record Listing(Paged<MemberView.Row> page, Map<MemberStatus, Long> tabs, long all) {
	}

	private record Conditions(String where, List<Object> params) {
	}

	/** A machine's scope for the whole register of its federation. */
	static final String MACHINE = "members.read";

	private final Members members;

	private final JdbcClient sql;

	private final PersonalData vault;

	private final Divisions divisions;

	private final StatusHistory history;

	private final Audit audit;

	private final MemberCounts counts;

	private final List<MemberPanel> panels;

	@PreAuthorize("hasAnyAuthority('member:member:view', 'members.read')")
	@Transactional
	public Listing list(MemberFilter filter) {
		if (filter.personal()) {
			audit.record("search-personal", "Member", null, "by number tail or whole");
		}
		var tabs = tabs(filter);
		var all = tabs.values().stream().mapToLong(Long::longValue).sum();
		var wanted = filter.status();
		var matching = (wanted == null) ? all : tabs.getOrDefault(wanted, 0L);
		var rows = page(filter);
		return new Listing(
				Paged.of(rows.stream().map(RowAt::row).toList(), filter.size(), matching,
						row -> rows.stream().filter(it -> it.row().equals(row)).findFirst().orElseThrow().cursor()),
				tabs, all);
	}

	private record RowAt(MemberView.Row row, String cursor) {
	}

	/** A statement with its parameters, so that a test can have it explained. */
	record Question(String sql, List<Object> params) {
	}

	private List<RowAt> page(MemberFilter filter) {
		var question = pageOf(filter);
		return sql.sql(question.sql())
			.params(question.params())
			.query((row, n) -> new RowAt(row(row), Cursor.of(row.getString("place"), row.getString("no"))))
			.list();
	}

	Question pageOf(MemberFilter filter) {
		var conditions = conditions(filter, true);
		var params = new ArrayList<>(conditions.params());
		var place = Cursor.read(filter.after(), 2);
		var beyond = "";
		if (!place.isEmpty()) {
			beyond = " and (" + filter.column() + ", m.no) " + (filter.falling() ? "<" : ">") + " (?::" + filter.type()
					+ ", ?)";
			params.addAll(place);
		}
		params.add(filter.size() + 1);
		var direction = filter.falling() ? " desc" : "";
		return new Question("""
				select x.*, q.name as contact, t.masked as mobile
				  from (select m.id, m.no, m.name, m.kind, m.status, m.division_code, m.address, m.area_mu,
				               m.main_products, m.admitted_on, m.demo, %s as place
				          from member_member m where %s%s order by %s%s, m.no%s limit ?) x
				  left join member_post p on p.member_id = x.id and p.role = 'HEAD' and p.to_on is null
				  left join member_person q on q.id = p.person_id
				  left join lateral (select masked from member_person_mobile n
				                      where n.person_id = q.id and n.ended_at is null
				                      order by n.bound_at desc limit 1) t on true
				 order by x.place%s, x.no%s""".formatted(filter.column(), conditions.where(), beyond, filter.column(),
				direction, direction, direction, direction), params);
	}

	private MemberView.Row row(ResultSet row) throws SQLException {
		return new MemberView.Row(row.getObject("id", UUID.class), row.getString("no"), row.getString("name"),
				MemberKind.valueOf(row.getString("kind")), MemberStatus.valueOf(row.getString("status")),
				place(row.getString("division_code"), row.getString("address")), row.getBigDecimal("area_mu"),
				row.getString("main_products"), row.getObject("admitted_on", LocalDate.class), row.getString("contact"),
				row.getString("mobile"), row.getBoolean("demo"));
	}

	/** The township's name, then the village's. */
	private String place(String divisionCode, @Nullable String address) {
		var township = divisions.name(new DivisionCode(divisionCode.substring(0, 9)));
		if (divisionCode.length() == 12) {
			return township + " · " + divisions.name(new DivisionCode(divisionCode));
		}
		return (address == null) ? township : township + " · " + address;
	}

	/** Ids of those that the filter finds, by number; no more than {@code most}. */
	@PreAuthorize("hasAuthority('member:member:view')")
	@Transactional
	public List<UUID> matching(MemberFilter filter, int most) {
		if (filter.personal()) {
			audit.record("search-personal", "Member", null, "by number tail or whole");
		}
		var conditions = conditions(filter, true);
		var params = new ArrayList<>(conditions.params());
		params.add(most);
		return sql.sql("select m.id from member_member m where " + conditions.where() + " order by m.no limit ?")
			.params(params)
			.query(UUID.class)
			.list();
	}

	/** Those of these members that this person may see, by number, as they are now. */
	@PreAuthorize("hasAuthority('member:member:view')")
	@Transactional(readOnly = true)
	public List<MemberView.Chosen> chosen(Collection<UUID> ids) {
		var where = new StringBuilder("m.id = any(?)");
		var params = new ArrayList<Object>();
		params.add(ids.toArray(UUID[]::new));
		scope(where, params);
		return sql.sql("""
				select m.id, m.no, m.name, m.status, m.division_code, m.address, m.version from member_member m
				 where %s order by m.no""".formatted(where))
			.params(params)
			.query((row, n) -> new MemberView.Chosen(row.getObject("id", UUID.class), row.getString("no"),
					row.getString("name"), MemberStatus.valueOf(row.getString("status")),
					place(row.getString("division_code"), row.getString("address")), row.getLong("version")))
			.list();
	}

	private Map<MemberStatus, Long> tabs(MemberFilter filter) {
		var question = tabsOf(filter);
		var counted = counts.of(question.sql() + question.params(),
				() -> sql.sql(question.sql())
					.params(question.params())
					.query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
					.list()
					.stream()
					.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
		var tabs = new EnumMap<MemberStatus, Long>(MemberStatus.class);
		for (var status : MemberStatus.values()) {
			tabs.put(status, counted.getOrDefault(status.name(), 0L));
		}
		return tabs;
	}

	Question tabsOf(MemberFilter filter) {
		var conditions = conditions(filter, false);
		return new Question(
				"select m.status, count(*) from member_member m where " + conditions.where() + " group by m.status",
				conditions.params());
	}

	private Conditions conditions(MemberFilter filter, boolean withStatus) {
		var where = new StringBuilder("true");
		var params = new ArrayList<Object>();
		scope(where, params);
		var kind = filter.kind();
		if (kind != null) {
			where.append(" and m.kind = ?");
			params.add(kind.name());
		}
		var township = filter.township();
		if (township != null) {
			where.append(" and m.township_code = ?");
			params.add(township);
		}
		var status = filter.status();
		if (withStatus && status != null) {
			where.append(" and m.status = ?");
			params.add(status.name());
		}
		var q = filter.q();
		if (q != null) {
			search(q, filter.personal(), where, params);
		}
		return new Conditions(where.toString(), params);
	}

	private static void scope(StringBuilder where, List<Object> params) {
		if (Actor.current().may(MACHINE)) {
			return;
		}
		var scope = Actor.current().scope();
		switch (scope.kind()) {
			case ALL -> {
			}
			case TOWNSHIP -> {
				where.append(" and m.township_code = ?");
				params.add(scope.ref());
			}
			case ORG -> {
				where.append("""
						\sand m.id in (select s.member_id from member_membership s
						               join member_organisation o on o.id = s.organisation_id
						              where s.to_on is null and o.path collate "C" >= ? and o.path collate "C" < ?)""");
				params.add(scope.ref());
				params.add(SearchTerms.after(scope.ref()));
			}
			case MEMBER -> {
				where.append(" and m.id = ?");
				params.add(UUID.fromString(scope.ref()));
			}
			case OUTLET, BANK, NONE -> where.append(" and false");
		}
	}

	private void search(String q, boolean personal, StringBuilder where, List<Object> params) {
		if (personal) {
			people(q.toUpperCase(Locale.ROOT), where, params);
			return;
		}
		where.append("""
				\sand m.id in (select t.member_id from member_search_term t
				              where t.term >= ? collate "C" and t.term < ? collate "C")""");
		var term = term(q);
		params.add(term);
		params.add(SearchTerms.after(term));
	}

	/** Which kind of term a person means by what he typed. */
	static String term(String q) {
		var upper = q.toUpperCase(Locale.ROOT);
		if (upper.matches("M-?[0-9]{1,9}")) {
			return SearchTerms.NUMBER + "M-" + upper.replaceFirst("M-?", "");
		}
		if (upper.matches("[0-9A-Z]{18}")) {
			return SearchTerms.CODE + upper;
		}
		if (upper.matches("[A-Z][A-Z0-9]*")) {
			return SearchTerms.INITIALS + q.toLowerCase(Locale.ROOT);
		}
		return SearchTerms.NAME + q.toLowerCase(Locale.ROOT);
	}

	private void people(String digits, StringBuilder where, List<Object> params) {
		var whole = digits.length() > 4;
		where.append("""
				\sand m.id in (select p.member_id from member_post p where p.to_on is null and p.person_id in (
				  select n.person_id from member_person_mobile n where n.%s = ? and n.ended_at is null
				  union all select i.id from member_person i where i.%s = ?))"""
			.formatted(whole ? "whole_index" : "tail_index", whole ? "id_index" : "id_tail4"));
		params.add(vault.index(whole ? "mobile" : "mobile-4", digits));
		params.add(vault.index(whole ? "resident-id" : "resident-id-4", digits));
	}

	@PreAuthorize("hasAnyAuthority('member:member:view', 'members.read')")
	@Transactional(readOnly = true)
	public MemberView view(UUID memberId) {
		return visible(memberId);
	}

	/**
	 * @throws NotFound also when the member lies outside this person's data scope
	 */
	@Transactional(readOnly = true)
	public MemberView visible(UUID memberId) {
		var where = new StringBuilder("m.id = ?");
		var params = new ArrayList<Object>();
		params.add(memberId);
		scope(where, params);
		var seen = sql.sql("select count(*) from member_member m where " + where)
			.params(params)
			.query(Long.class)
			.single();
		if (seen == 0) {
			throw new NotFound("member.member.not-found", memberId);
		}
		return of(members.require(memberId));
	}

	@PreAuthorize("hasAuthority('member:member:view')")
	@Transactional(readOnly = true)
	public MemberView.File file(UUID memberId) {
		var member = visible(memberId);
		var actor = Actor.current();
		var links = panels.stream()
			.flatMap(panel -> panel.links(memberId).stream())
			.filter(link -> actor.may(link.permission()))
			.toList();
		return new MemberView.File(member, people(memberId), organisations(memberId), links,
				history.of("Member", memberId));
	}

	private List<MemberView.PersonLine> people(UUID memberId) {
		return sql
			.sql("""
					select q.id, q.name, p.role, q.id_masked, p.from_on,
					       (select n.masked from member_person_mobile n where n.person_id = q.id and n.ended_at is null
					         order by n.bound_at desc limit 1) as mobile
					  from member_post p join member_person q on q.id = p.person_id
					 where p.member_id = ? and p.to_on is null order by array_position(array['HEAD','CONTACT','STAFF'], p.role::text), q.name""")
			.param(memberId)
			.query((row, n) -> new MemberView.PersonLine(row.getObject("id", UUID.class), row.getString("name"),
					PersonRole.valueOf(row.getString("role")), row.getString("id_masked"), row.getString("mobile"),
					row.getObject("from_on", LocalDate.class)))
			.list();
	}

	private List<MemberView.OrganisationLine> organisations(UUID memberId) {
		return sql.sql("""
				select o.id, o.name, s.from_on from member_membership s
				  join member_organisation o on o.id = s.organisation_id
				 where s.member_id = ? and s.to_on is null order by o.path""")
			.param(memberId)
			.query((row, n) -> new MemberView.OrganisationLine(row.getObject(1, UUID.class), row.getString(2),
					row.getObject(3, LocalDate.class)))
			.list();
	}

	private MemberView of(Member it) {
		return new MemberView(it.id(), it.no(), it.name(), it.kind(), code(it.uscc()), it.status(),
				it.divisionCode().value(), divisions.fullName(it.divisionCode()), it.address(), mu(it.areaMu()),
				it.mainProducts(), it.staff(), it.householdsLed(), it.admittedOn(), it.suspendedUntil(),
				it.suspendReason(), it.noticeOn(), it.endsOn(), it.endedOn(), it.demo(), it.version(),
				it.status().actions());
	}

	private static @Nullable String code(@Nullable UnifiedSocialCreditCode uscc) {
		return (uscc == null) ? null : uscc.value();
	}

	private static @Nullable BigDecimal mu(@Nullable AreaMu area) {
		return (area == null) ? null : area.mu();
	}

	/**
	 * A person's ID number and mobile number in clear, for a stated purpose; the reading
	 * is logged and the person can see it.
	 */
	record Revealed(String name, @Nullable String idNumber, List<String> mobiles) {
	}

	@PreAuthorize("hasAuthority('member:person:reveal')")
	@Transactional
	public Revealed reveal(UUID memberId, UUID personId, String purpose) {
		visible(memberId);
		if (purpose.strip().length() < 2) {
			throw new RuleBroken("member.person.purpose").at("purpose");
		}
		var person = sql.sql("""
				select q.name, q.id_sealed from member_person q join member_post p on p.person_id = q.id
				 where q.id = ? and p.member_id = ? and p.to_on is null limit 1""")
			.params(personId, memberId)
			.query((row, n) -> new String[] { row.getString(1), row.getString(2) })
			.optional()
			.orElseThrow(() -> new NotFound("member.person.not-found", personId));
		var mobiles = sql.sql("select sealed from member_person_mobile where person_id = ? and ended_at is null")
			.param(personId)
			.query(String.class)
			.list()
			.stream()
			.map(sealed -> vault.open(personId, sealed, purpose))
			.toList();
		audit.record("reveal-personal", "Person", personId, purpose);
		return new Revealed(person[0], (person[1] == null) ? null : vault.open(personId, person[1], purpose), mobiles);
	}

}
