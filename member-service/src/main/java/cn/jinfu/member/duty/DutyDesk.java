package cn.jinfu.member.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DutyRoster;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The duty roster of the county's and the townships' federations. A township's clerk
 * plans for his own township.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class DutyDesk implements DutyRoster {

	static final String VIEW = "member:organisation:view";

	static final String EDIT = "member:duty:edit";

	/** As many buttons as a phone shows at once. */
	private static final int BUTTONS = 3;

	private static final String SELECT = """
			select s.id, s.organisation_id, o.name as organisation, s.person_name, s.phone, s.from_at, s.to_at
			  from member_duty_shift s join member_organisation o on o.id = s.organisation_id
			 where o.closed_on is null and s.to_at > :now\s""";

	/**
	 * @param running whether it is now
	 */
	public record Line(UUID id, UUID organisationId, String organisation, String personName, String phone, Instant from,
			Instant to, boolean running) {
	}

	public record Plan(UUID organisationId, String personName, String phone, Instant from, Instant to) {
	}

	private final DutyShifts shifts;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	/** Those that are not over, the next first. */
	@PreAuthorize("hasAuthority('member:organisation:view')")
	@Transactional(readOnly = true)
	public List<Line> coming() {
		return sql.sql(SELECT + "order by s.from_at, o.name, s.person_name limit 500")
			.param("now", Timestamp.from(clock.now()))
			.query((row, n) -> line(row))
			.list();
	}

	/**
	 * @throws NotFound for none, and for one that is over
	 */
	@PreAuthorize("hasAuthority('member:organisation:view')")
	@Transactional(readOnly = true)
	public Line require(UUID id) {
		return coming().stream()
			.filter(it -> it.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new NotFound("member.duty.not-found", id));
	}

	/** The federations for which this person plans. */
	@Transactional(readOnly = true)
	public List<Choice> own() {
		var scope = Actor.current().scope();
		var township = (scope.kind() == Scope.Kind.TOWNSHIP) ? scope.ref() : "";
		return sql.sql("""
				select id, name from member_organisation
				 where closed_on is null and kind in ('FEDERATION', 'TOWNSHIP') and (:all or kind = 'TOWNSHIP')
				   and (:all or left(division_code, 9) = :township)
				 order by kind, division_code, name""")
			.param("all", scope.isAll())
			.param("township", township)
			.query((row, n) -> new Choice(row.getString(1), row.getString(2)))
			.list();
	}

	@PreAuthorize("hasAuthority('member:duty:edit')")
	public UUID plan(Plan command) {
		requireOwn(command.organisationId());
		var shift = DutyShift.plan(command.organisationId(), command.personName(), command.phone().strip(),
				command.from(), command.to(), clock.now());
		var known = sql.sql("""
				select count(*) from member_duty_shift where organisation_id = ? and phone = ? and from_at = ?""")
			.params(shift.organisationId(), shift.phone(), Timestamp.from(shift.fromAt()))
			.query(Integer.class)
			.single();
		if (known > 0) {
			throw new RuleBroken("member.duty.twice").at("phone");
		}
		shifts.saveAndFlush(shift);
		audit.record("plan", "DutyShift", shift.id(), command.organisationId().toString());
		return shift.id();
	}

	@PreAuthorize("hasAuthority('member:duty:edit')")
	public void remove(UUID id) {
		requireOwn(require(id).organisationId());
		sql.sql("delete from member_duty_shift where id = ?").param(id).update();
		audit.record("remove", "DutyShift", id, null);
	}

	private void requireOwn(UUID organisationId) {
		if (own().stream().noneMatch(it -> it.value().equals(organisationId.toString()))) {
			throw new NotFound("member.organisation.not-found", organisationId);
		}
	}

	@Override
	@Transactional(readOnly = true)
	public List<OnDuty> now(Actor actor) {
		var member = (actor.scope().kind() == Scope.Kind.MEMBER) ? actor.scope().ref() : "";
		return sql
			.sql(SELECT
					+ """
							and s.from_at <= :now and (o.kind = 'FEDERATION' or (o.kind = 'TOWNSHIP' and left(o.division_code, 9) = (
							  select m.township_code from member_member m where m.id::text = :member)))
							order by (o.kind = 'TOWNSHIP') desc, s.from_at desc limit :most""")
			.param("now", Timestamp.from(clock.now()))
			.param("member", member)
			.param("most", BUTTONS)
			.query((row, n) -> new OnDuty(row.getString("organisation"), row.getString("person_name"),
					row.getString("phone"), row.getTimestamp("to_at").toInstant()))
			.list();
	}

	private Line line(ResultSet row) throws SQLException {
		var from = row.getTimestamp("from_at").toInstant();
		return new Line(row.getObject("id", UUID.class), row.getObject("organisation_id", UUID.class),
				row.getString("organisation"), row.getString("person_name"), row.getString("phone"), from,
				row.getTimestamp("to_at").toInstant(), !from.isAfter(clock.now()));
	}

}
