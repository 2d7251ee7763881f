package cn.jinfu.member.application;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Step;
import cn.jinfu.kernel.Step.State;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.web.Formats;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The course of an application as a row of steps, with whose turn it is and until when.
 */
@Component
@RequiredArgsConstructor
class ApplicationSteps {

	private final MessageSource messages;

	private final Divisions divisions;

	private final Formats formats;

	private final BusinessClock clock;

	List<Step> of(Application it) {
		var township = divisions.name(new DivisionCode(it.divisionCode().value().substring(0, 9)));
		var entered = it.enteredByName();
		var reached = reached(it);
		return List.of(
				new Step(say("member.step.submit"),
						(entered == null) ? say("member.step.by-phone") : say("member.step.entered", entered),
						time(it.submittedAt()), State.DONE, false),
				step("member.step.township", say("member.step.township.who", township), it.townshipAt(), it, 1,
						reached),
				step("member.step.county", say("member.step.county.who"), it.decidedAt(), it, 2, reached),
				new Step(say("member.step.member"), "", "",
						(it.status() == AdmissionStatus.ADMITTED) ? State.DONE : State.TODO, false));
	}

	private Step step(String key, String who, @Nullable Instant done, Application it, int place, int reached) {
		if (place < reached) {
			return new Step(say(key), who, time(done), State.DONE, false);
		}
		var here = place == reached && it.status().open();
		return new Step(say(key), who, here ? until(it) : "", here ? State.NOW : State.TODO, here && late(it.dueOn()));
	}

	/** Which place is open: 1 the township's, 2 the county's, 3 none any more. */
	private static int reached(Application it) {
		var place = (it.status() == AdmissionStatus.RETURNED) ? it.returnedFrom() : it.status();
		if (place == AdmissionStatus.TOWNSHIP_REVIEW || place == AdmissionStatus.DRAFT) {
			return 1;
		}
		if (place == AdmissionStatus.COUNTY_REVIEW) {
			return 2;
		}
		return (it.status() == AdmissionStatus.ADMITTED) ? 3 : (it.townshipAt() == null) ? 1 : 2;
	}

	private String until(Application it) {
		var due = it.dueOn();
		return (due == null) ? say("member.step.standing") : formats.dueOn(due).text();
	}

	private boolean late(@Nullable LocalDate due) {
		return due != null && due.isBefore(clock.today());
	}

	private String time(@Nullable Instant at) {
		return (at == null) ? "" : formats.dateTime(at);
	}

	private String say(String key, Object... args) {
		return messages.getMessage(key, args, LocaleContextHolder.getLocale());
	}

}
