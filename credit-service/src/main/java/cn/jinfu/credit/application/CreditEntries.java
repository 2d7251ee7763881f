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

	private static final String VOTE = "credit:guarantee:vote";

	private final JdbcClient sql;

	private final Consents consents;

	private final Ratings ratings;

	private final DeclarationDesk declarations;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.applications", "/console/financing-applications",
						"credit:application:view", 10, List.of("/console/credit-files", "/console/letters")),
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
		if (actor.may(VOTE) && result.size() < limit) {
			result.addAll(toVote(actor.personId(), limit - result.size()));
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
		return sql
			.sql("""
					select a.no, a.member_name, a.status_since,
					       case a.status when 'SUBMITTED' then p.pre_review_days when 'DUE_DILIGENCE' then p.due_diligence_days
					         when 'GUARANTEE_APPROVAL' then p.guarantee_days else 1 end
					  from credit_application a join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
					 where a.status = :status
					   and (a.status = 'READY' or :person <> all (array_remove(
					     array[a.applicant, a.submitted_by, a.reviewed_by, a.diligence_by], null)))
					 order by a.status_since limit :rows""")
			.param("status", status.name())
			.param("person", person)
			.param("rows", limit)
			.query((row, n) -> new ToDo("FinancingApplication:" + row.getString(1) + ":" + status.name(),
					Section.CREDIT, title(status), row.getString(2), row.getString(1),
					"/console/financing-applications/" + row.getString(1), permission,
					workingDays.until(row.getTimestamp(3).toInstant(), row.getInt(4))))
			.list();
	}

	private List<ToDo> toVote(UUID person, int limit) {
		return sql
			.sql("""
					select a.no, a.member_name, a.status_since, p.guarantee_days
					  from credit_application a join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
					 where a.status = 'GUARANTEE_APPROVAL' and a.committee
					   and :person <> all (array_remove(array[a.applicant, a.submitted_by, a.reviewed_by, a.diligence_by],
					     null))
					   and not exists (select 1 from credit_guarantee_vote v where v.tenant_id = a.tenant_id
					                    and v.application_id = a.id and v.vote_round = a.vote_round and v.person_id = :person)
					 order by a.status_since limit :rows""")
			.param("person", person)
			.param("rows", limit)
			.query((row, n) -> new ToDo("FinancingApplication:" + row.getString(1) + ":VOTE", Section.CREDIT,
					"credit.todo.vote", row.getString(2), row.getString(1),
					"/console/financing-applications/" + row.getString(1), VOTE,
					workingDays.until(row.getTimestamp(3).toInstant(), row.getInt(4))))
			.list();
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
