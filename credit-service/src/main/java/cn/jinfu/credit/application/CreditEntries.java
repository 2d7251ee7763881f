package cn.jinfu.credit.application;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.declaration.DeclarationDesk;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Menu, tasks and the nightly job of this module. */
@Component
@RequiredArgsConstructor
class CreditEntries implements MenuContribution, ToDoSource, JobDefinition {

	private final JdbcClient sql;

	private final Consents consents;

	private final Ratings ratings;

	private final DeclarationDesk declarations;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.applications", "/console/financing-applications",
						"credit:application:view", 10),
				new MenuEntry(Section.CREDIT, "credit.menu.ratings", "/console/ratings", "credit:rating:view", 20),
				new MenuEntry(Section.CREDIT, "credit.menu.declarations", "/console/declarations",
						"credit:declaration:view", 25),
				new MenuEntry(Section.CREDIT, "credit.menu.guarantees", "/console/guarantees", "credit:guarantee:view",
						30),
				new MenuEntry(Section.CREDIT, "credit.menu.facilities", "/console/facilities", "credit:guarantee:view",
						35),
				new MenuEntry(Section.CREDIT, "credit.menu.consents", "/console/consents", "credit:consent:view", 50),
				new MenuEntry(Section.CREDIT, "credit.menu.loans", "/console/loans", "credit:loan:view", 40));
	}

	@Override
	@Transactional(readOnly = true)
	public List<ToDo> open(Actor actor, int limit) {
		var result = new ArrayList<ToDo>();
		for (var status : List.of(ApplicationStatus.SUBMITTED, ApplicationStatus.DUE_DILIGENCE,
				ApplicationStatus.GUARANTEE_APPROVAL, ApplicationStatus.READY)) {
			var permission = ApplicationDesk.permission(status);
			if (permission != null && actor.may(permission) && result.size() < limit) {
				result.addAll(waiting(actor.personId(), status, permission, limit - result.size()));
			}
		}
		var verify = "credit:declaration:verify";
		if (actor.may(verify) && result.size() < limit) {
			declarations.waiting(actor, limit - result.size())
				.stream()
				.map(it -> new ToDo("Declaration:" + it.declarationId() + ":SUBMITTED", Section.CREDIT,
						"credit.todo.declaration", it.memberName(), it.no(),
						"/console/declarations/" + it.declarationId(), verify,
						workingDays.until(it.statusSince(), DeclarationDesk.VERIFY_DAYS)))
				.forEach(result::add);
		}
		return result;
	}

	private List<ToDo> waiting(UUID person, ApplicationStatus status, String permission, int limit) {
		return sql.sql("""
				select no, member_name, status_since from credit_application
				 where status = :status
				   and :person <> all (array_remove(array[applicant, submitted_by, reviewed_by, diligence_by], null))
				 order by status_since limit :rows""")
			.param("status", status.name())
			.param("person", person)
			.param("rows", limit)
			.query((row, n) -> new ToDo("FinancingApplication:" + row.getString(1) + ":" + status.name(),
					Section.CREDIT, title(status), row.getString(2), row.getString(1),
					"/console/financing-applications/" + row.getString(1), permission,
					workingDays.until(row.getTimestamp(3).toInstant(), days(status))))
			.list();
	}

	/** Working days that a step may take. */
	private static int days(ApplicationStatus status) {
		return switch (status) {
			case DUE_DILIGENCE -> 3;
			case READY -> 1;
			default -> 2;
		};
	}

	private static String title(ApplicationStatus status) {
		return switch (status) {
			case SUBMITTED -> "credit.todo.review";
			case DUE_DILIGENCE -> "credit.todo.diligence";
			case GUARANTEE_APPROVAL -> "credit.todo.guarantee";
			default -> "credit.todo.dispatch";
		};
	}

	@Override
	public String name() {
		return "credit.expiry";
	}

	@Override
	public String cron() {
		return "0 20 1 * * *";
	}

	/** Ends consents and ratings that are past their last day. */
	@Override
	public int run(LocalDate businessDate) {
		return consents.expire(businessDate) + ratings.expire(businessDate);
	}

}
