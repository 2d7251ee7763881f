package cn.jinfu.member.application;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applications that wait for an office, for the counter, or for the applicant himself.
 */
@Component
@RequiredArgsConstructor
class ApplicationToDos implements ToDoSource {

	private record Waiting(AdmissionStatus status, String permission, String titleKey, String path, String whose) {
	}

	/** Four eyes: who took part does not see the next step among his tasks. */
	private static final List<Waiting> STEPS = List.of(
			new Waiting(AdmissionStatus.TOWNSHIP_REVIEW, "member:application:opine", "member.todo.opine",
					"/console/applications/",
					":person not in (a.applicant_id, a.submitted_by, coalesce(a.entered_by, a.submitted_by))"),
			new Waiting(AdmissionStatus.COUNTY_REVIEW, "member:application:admit", "member.todo.admit",
					"/console/applications/",
					":person not in (a.applicant_id, a.submitted_by, coalesce(a.entered_by, a.submitted_by))"
							+ " and (:person <> a.township_by or not jf_four_eyes_required(a.tenant_id, 'member.application.admit'))"),
			new Waiting(AdmissionStatus.RETURNED, "member:application:enter", "member.todo.correct",
					"/console/applications/", "a.entered_by is not null"),
			new Waiting(AdmissionStatus.RETURNED, "member:application:submit", "member.todo.correct-own",
					"/portal/join/", "a.applicant_id = :person"));

	private final JdbcClient sql;

	@Override
	@Transactional(readOnly = true)
	public List<ToDo> open(Actor actor, int limit) {
		var found = new ArrayList<ToDo>();
		for (var step : STEPS) {
			if (actor.may(step.permission()) && found.size() < limit) {
				found.addAll(waiting(actor, step, limit - found.size()));
			}
		}
		return found;
	}

	private List<ToDo> waiting(Actor actor, Waiting step, int limit) {
		var township = (actor.scope().kind() == Scope.Kind.TOWNSHIP) ? actor.scope().ref() : "";
		return sql.sql("""
				select a.id, a.name, a.no, a.due_on, p.name as applicant
				  from member_application a join member_person p on p.id = a.applicant_id
				 where a.status = :status and %s and (:township = '' or a.township_code = :township)
				 order by a.due_on nulls last, a.no limit :rows""".formatted(step.whose()))
			.param("status", step.status().name())
			.param("person", actor.personId())
			.param("township", township)
			.param("rows", limit)
			.query((row, n) -> new ToDo("MemberApplication:" + row.getObject("id", UUID.class) + ":" + step.status(),
					Section.MEMBER, step.titleKey(), row.getString("name"),
					row.getString("applicant") + " · " + row.getString("no"),
					step.path() + row.getObject("id", UUID.class), step.permission(),
					endOf(row.getObject("due_on", LocalDate.class))))
			.list();
	}

	private static @Nullable Instant endOf(@Nullable LocalDate day) {
		return (day == null) ? null : BusinessClock.endOf(day);
	}

}
