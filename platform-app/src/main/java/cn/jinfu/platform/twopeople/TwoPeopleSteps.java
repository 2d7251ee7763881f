package cn.jinfu.platform.twopeople;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Roles;
import lombok.RequiredArgsConstructor;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The federation's own table above the fixed minimum; changed by two people. */
@Component
@Transactional
@RequiredArgsConstructor
class TwoPeopleSteps {

	private static final String TYPE = "FourEyesChange";

	private static final int MOST_WORDS = 200;

	/**
	 * A step as the federation has it.
	 *
	 * @param required whether it takes another person now
	 * @param standIns roles whose holders may take the second step
	 */
	public record Line(String step, Section section, boolean switchable, boolean required, Set<String> standIns) {
	}

	/**
	 * A change that waits for its second person.
	 *
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Change(UUID id, String step, boolean required, String reason, UUID proposedBy, String proposedName,
			Instant proposedAt, boolean mine) {
	}

	/** A change that counted or was declined. */
	public record Closed(UUID id, String step, boolean required, String reason, boolean confirmed, String proposedName,
			String closedName, Instant closedAt) {
	}

	private final FourEyes fourEyes;

	private final Roles roles;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('platform:two-people:view')")
	public List<Line> all() {
		return fourEyes.steps()
			.stream()
			.map(step -> new Line(step.code(), step.section(), step.switchable(), fourEyes.required(step),
					roles.allowing(step.permission())))
			.toList();
	}

	/** The oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('platform:two-people:view')")
	public List<Change> open() {
		return waiting(Actor.current());
	}

	/** For whoever may confirm; the same without asking who reads. */
	@Transactional(readOnly = true)
	public List<Change> waiting(Actor reader) {
		return sql.sql("""
				select id, step, required, reason, proposed_by, proposed_name, proposed_at,
				       proposed_by = ? as mine
				  from platform_four_eyes_change where state = 'PROPOSED' order by id""")
			.param(reader.personId())
			.query((row, n) -> new Change(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3),
					row.getString(4), row.getObject(5, UUID.class), row.getString(6), row.getTimestamp(7).toInstant(),
					row.getBoolean(8)))
			.list();
	}

	/** The last ones first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('platform:two-people:view')")
	public List<Closed> closed() {
		return sql.sql("""
				select id, step, required, reason, state = 'CONFIRMED', proposed_name, closed_name, closed_at
				  from platform_four_eyes_change where state <> 'PROPOSED' order by id desc limit 50""")
			.query((row, n) -> new Closed(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3),
					row.getString(4), row.getBoolean(5), row.getString(6), row.getString(7),
					row.getTimestamp(8).toInstant()))
			.list();
	}

	/**
	 * @param required whether the step is to take two people again, or one shall do
	 * @return the change's id; it counts once another person has confirmed it
	 */
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	public UUID propose(String code, boolean required, String reason) {
		var step = fourEyes.steps()
			.stream()
			.filter(it -> it.code().equals(code))
			.findFirst()
			.orElseThrow(() -> new NotFound("platform.two-people.unknown"));
		requireWords(reason);
		if (!step.switchable()) {
			throw new RuleBroken("platform.two-people.minimum").at("step");
		}
		if (fourEyes.required(step) == required) {
			throw new RuleBroken("platform.two-people.already").at("required");
		}
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into platform_four_eyes_change
					  (id, tenant_id, step, required, reason, state, proposed_by, proposed_name, proposed_at)
					values (?, ?, ?, ?, ?, 'PROPOSED', ?, ?, ?)""")
				.params(id, Tenant.require(), code, required, reason.strip(), actor.personId(), actor.displayName(),
						Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("platform.two-people.open");
		}
		audit.record("propose-two-people", TYPE, id, code + " " + required);
		return id;
	}

	@PreAuthorize("hasAuthority('platform:two-people:change')")
	public void confirm(UUID id) {
		close(id, true, "confirm-two-people");
	}

	/** Also by who proposed it: then it is taken back. */
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	public void decline(UUID id, String reason) {
		requireWords(reason);
		close(id, false, "decline-two-people");
	}

	private void close(UUID id, boolean confirmed, String act) {
		record Row(String step, boolean required, String state, UUID proposedBy) {
		}
		var row = sql
			.sql("select step, required, state, proposed_by from platform_four_eyes_change where id = ? for update")
			.param(id)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("platform.two-people.not-found"));
		if (!row.state().equals("PROPOSED")) {
			throw new WrongState("platform.two-people.closed");
		}
		var actor = Actor.current();
		if (confirmed) {
			PlatformFourEyes.CONFIRM_CHANGE.requireOther("platform.two-people.same-person", actor.personId(),
					row.proposedBy());
		}
		sql.sql("""
				update platform_four_eyes_change
				   set state = ?, closed_by = ?, closed_name = ?, closed_at = ?, version = version + 1
				 where id = ?""")
			.params(confirmed ? "CONFIRMED" : "DECLINED", actor.personId(), actor.displayName(),
					Timestamp.from(clock.now()), id)
			.update();
		audit.record(act, TYPE, id, row.step() + " " + row.required());
	}

	private static void requireWords(String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("platform.two-people.words", MOST_WORDS).at("reason");
		}
	}

}
