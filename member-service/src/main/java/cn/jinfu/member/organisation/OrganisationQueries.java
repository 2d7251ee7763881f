package cn.jinfu.member.organisation;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The federations and who belongs to them. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class OrganisationQueries {

	/** One organisation with the number of its present members. */
	public record Row(UUID id, String name, OrganisationKind kind, String division, @Nullable String contactPhone,
			java.time.@Nullable LocalDate foundedOn, long members) {
	}

	/** A member of one. */
	public record MemberLine(UUID id, String no, String name, MemberKind kind, MemberStatus status,
			java.time.LocalDate fromOn) {
	}

	/** An organisation by name. */
	public record Named(UUID id, String name) {
	}

	private final JdbcClient sql;

	private final Divisions divisions;

	/** The county's federation first, then townships, then industries. */
	public List<Row> all() {
		return rows("true", "-");
	}

	/**
	 * @throws NotFound where there is none
	 */
	public Row require(UUID id) {
		return rows("o.id::text = :id", id.toString()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("member.organisation.not-found", id));
	}

	private List<Row> rows(String where, String id) {
		return sql
			.sql("""
					select o.id, o.name, o.kind, o.division_code, o.contact_phone, o.founded_on,
					       (select count(*) from member_membership s where s.organisation_id = o.id and s.to_on is null) as members
					  from member_organisation o where o.closed_on is null and %s and :id <> ''
					 order by array_position(array['FEDERATION','TOWNSHIP','INDUSTRY'], o.kind::text), o.division_code, o.name"""
				.formatted(where))
			.param("id", id)
			.query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("name"),
					OrganisationKind.valueOf(row.getString("kind")),
					divisions.name(new DivisionCode(row.getString("division_code"))), row.getString("contact_phone"),
					row.getObject("founded_on", java.time.LocalDate.class), row.getLong("members")))
			.list();
	}

	/** Present members in order of number, of those whom the acting person may see. */
	public Paged<MemberLine> members(UUID id, @Nullable String after, int limit) {
		var organisation = require(id);
		var mine = Actor.current().scope();
		var township = (mine.kind() == Scope.Kind.TOWNSHIP) ? mine.ref() : "";
		var place = Cursor.read(after, 1);
		var rows = sql.sql("""
				select m.id, m.no, m.name, m.kind, m.status, s.from_on from member_membership s
				  join member_member m on m.id = s.member_id
				 where s.organisation_id = :id and s.to_on is null and m.no > :after
				   and (:township = '' or m.township_code = :township) order by m.no limit :rows""")
			.param("id", id)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("township", township)
			.param("rows", limit + 1)
			.query((row, n) -> new MemberLine(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					MemberKind.valueOf(row.getString(4)), MemberStatus.valueOf(row.getString(5)),
					row.getObject(6, java.time.LocalDate.class)))
			.list();
		return Paged.of(rows, limit, organisation.members(), line -> Cursor.of(line.no()));
	}

	/** Those that the member could still join. */
	public List<Named> others(UUID memberId) {
		return sql
			.sql("""
					select o.id, o.name from member_organisation o where o.closed_on is null and not exists (
					  select 1 from member_membership s where s.organisation_id = o.id and s.member_id = ? and s.to_on is null)
					 order by o.kind, o.name""")
			.param(memberId)
			.query(Named.class)
			.list();
	}

}
