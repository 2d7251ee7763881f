package cn.jinfu.traceability.codecase;

import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.traceability.brand.Own;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** From the first sign to the conclusion. */
@Service
@Transactional
@RequiredArgsConstructor
public class CodeCaseCommands {

	static final String TYPE = "CodeCase";

	/** Working days in which a packer says what it knows. */
	static final int ANSWER_DAYS = 3;

	private final CodeCases cases;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	/** The packer is asked what it knows, and told so by message. */
	@PreAuthorize("hasAuthority('trace:case:decide')")
	public void ask(UUID id, String question, long version) {
		var now = clock.now();
		var until = workingDays.until(now, ANSWER_DAYS);
		var asked = change(id, version, question, it -> it.ask(question, now, until));
		var member = asked.memberId();
		if (member != null) {
			messages.tell(member, "trace.message.code-case", asked.number(), asked.code(),
					until.atZone(BusinessClock.ZONE).toLocalDate());
		}
	}

	@PreAuthorize("hasAuthority('trace:case:answer')")
	public void answer(UUID id, String words, long version) {
		change(id, version, words, it -> it.answer(words, Actor.current(), clock.now()));
	}

	/** The end, with what it was and why. */
	@PreAuthorize("hasAuthority('trace:case:decide')")
	public void close(UUID id, CodeCase.Conclusion conclusion, String words, long version) {
		change(id, version, words, it -> it.close(conclusion, words, Actor.current(), clock.now()));
	}

	/**
	 * One case for each thing: where one is open already, nothing is added. Called by
	 * rules and by whoever complains, so without a permission of its own.
	 * @return the open case
	 */
	CodeCase open(CodeCase.Subject subject, int found) {
		// of two at once the second finds what the first opened
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
			.param("code case " + subject.cause() + " " + subject.target())
			.query((_, _) -> true)
			.single();
		return cases.lockOpen(subject.cause(), subject.target()).orElseGet(() -> {
			var opened = CodeCase.open(numbers.next("code_case", "YM-%06d"), subject, found, clock.now());
			history.record(TYPE, opened.id(), null, opened.status(), null);
			cases.save(opened);
			// its row stands before what points to it
			entities.flush();
			return opened;
		});
	}

	private CodeCase change(UUID id, long version, @Nullable String reason, Consumer<CodeCase> act) {
		var one = cases.require(id);
		var member = one.memberId();
		var own = Own.current();
		if (!own.member().isEmpty() && (member == null || !own.covers(member))) {
			throw new NotFound("trace.code-case.not-found", id);
		}
		var before = one.seenAt(version).status();
		act.accept(one);
		history.record(TYPE, id, before, one.status(), reason);
		return cases.save(one);
	}

}
