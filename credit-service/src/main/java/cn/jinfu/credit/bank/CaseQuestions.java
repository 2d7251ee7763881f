package cn.jinfu.credit.bank;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.application.ApplicationStatus;
import cn.jinfu.credit.application.BankSteps;
import cn.jinfu.credit.application.CaseViews;
import cn.jinfu.credit.application.FinancingApplication;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a bank wants to know of a farm before it decides, and what the farm answers on its
 * phone. The bank reads answers under the farm's consent, as everything else.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class CaseQuestions {

	private static final int MOST_OPEN = 10;

	private static final int MOST_WORDS = 400;

	private static final int MOST_DAYS = 60;

	/**
	 * @param dueDate until when the bank waits
	 */
	public record Item(String code, String text, LocalDate dueDate) {
	}

	/**
	 * @param answer null: none yet, or withheld while no consent is in force
	 */
	public record CaseQuestion(UUID id, @Size(max = 40) String code, @Size(max = 200) String text, LocalDate dueDate,
			@Size(max = 60) String askedBy, Instant askedAt, @Nullable @Size(max = 400) String answer,
			@Nullable Instant answeredAt) {

		CaseQuestion withheld() {
			return new CaseQuestion(id, code, text, dueDate, askedBy, askedAt, null, answeredAt);
		}

	}

	private final PartnerBanks banks;

	private final BankSteps steps;

	private final CaseViews views;

	private final Consents consents;

	private final BankOutbox outbox;

	private final MemberMessages messages;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** The same question that is still open is not asked twice. */
	public List<CaseQuestion> ask(String bank, String caseNo, List<Item> items) {
		var own = banks.require(bank);
		var it = steps.require(caseNo, own.id());
		if (it.status() != ApplicationStatus.DISPATCHED && it.status() != ApplicationStatus.RECEIVED) {
			throw new WrongState("credit.case.ask-state");
		}
		var actor = Actor.current();
		var asked = 0;
		for (var item : items) {
			require(item);
			asked += sql
				.sql("""
						insert into credit_case_question (id, tenant_id, application_id, code, text, due_on, asked_by, asked_at)
						values (?, ?, ?, ?, ?, ?, ?, ?)
						on conflict (tenant_id, application_id, code, text) where answer is null do nothing""")
				.param(Ids.next())
				.param(Tenant.require())
				.param(it.id())
				.param(item.code())
				.param(item.text().strip())
				.param(item.dueDate())
				.param((actor.kind() == Actor.Kind.PERSON) ? actor.displayName() : own.name())
				.param(Timestamp.from(clock.now()))
				.update();
		}
		if (of(it).stream().filter(question -> question.answeredAt() == null).count() > MOST_OPEN) {
			throw new RuleBroken("credit.case.ask-many", MOST_OPEN).at("items");
		}
		if (asked > 0) {
			audit.record("ask-farm", "FinancingApplication", it.id(), caseNo + " " + asked);
			messages.tell(it.memberId(), "credit.message.case-question", own.name(), caseNo);
		}
		return forBank(it);
	}

	private void require(Item item) {
		if (item.text().strip().length() < 2) {
			throw new RuleBroken("credit.case.ask-words").at("text");
		}
		if (item.dueDate().isBefore(clock.today()) || item.dueDate().isAfter(clock.today().plusDays(MOST_DAYS))) {
			throw new RuleBroken("credit.case.ask-due", MOST_DAYS).at("dueDate");
		}
	}

	@Transactional(readOnly = true)
	public List<CaseQuestion> ofBank(String bank, String caseNo) {
		return forBank(steps.read(caseNo, banks.require(bank).id()));
	}

	private List<CaseQuestion> forBank(FinancingApplication it) {
		var all = of(it);
		return consents.bankAllowed(it.memberId(), it.bankId()) ? all
				: all.stream().map(CaseQuestion::withheld).toList();
	}

	/** The farm's own case. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<CaseQuestion> ofOwn(String caseNo) {
		return of(views.own(caseNo).application());
	}

	/** Told to the bank at once; what was answered stays. */
	@PreAuthorize("hasAuthority('credit:own:apply')")
	public void answer(String caseNo, UUID id, String words) {
		var it = views.own(caseNo).application();
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.case.answer-words", MOST_WORDS).at("answer");
		}
		if (of(it).stream().noneMatch(question -> question.id().equals(id))) {
			throw new NotFound("credit.case.question-unknown");
		}
		var answered = sql.sql("""
				update credit_case_question set answer = ?, answered_by = ?, answered_at = ?
				 where id = ? and application_id = ? and answer is null""")
			.param(words.strip())
			.param(Actor.current().personId())
			.param(Timestamp.from(clock.now()))
			.param(id)
			.param(it.id())
			.update();
		if (answered == 0) {
			throw new WrongState("credit.case.answered");
		}
		audit.record("answer-bank", "FinancingApplication", it.id(), caseNo);
		outbox.write(it.bankId(), "case.info_supplied", caseNo, it.status());
	}

	private List<CaseQuestion> of(FinancingApplication it) {
		return sql.sql("""
				select id, code, text, due_on, asked_by, asked_at, answer, answered_at from credit_case_question
				 where application_id = ? order by id""").param(it.id()).query((row, n) -> {
			var answered = row.getTimestamp(8);
			return new CaseQuestion(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getObject(4, LocalDate.class), row.getString(5), row.getTimestamp(6).toInstant(),
					row.getString(7), (answered != null) ? answered.toInstant() : null);
		}).list();
	}

}
