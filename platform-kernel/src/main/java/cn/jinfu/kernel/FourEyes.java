package cn.jinfu.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which steps take two people in the current federation: all, but for those that it has
 * switched off by a change that two of its people agreed on.
 */
@Component
@RequiredArgsConstructor
public class FourEyes {

	private final JdbcClient sql;

	private final MessageSource messages;

	private final ObjectProvider<FourEyesContribution> modules;

	/** Everything that the modules contribute, in the order of the work. */
	public List<FourEyesStep> steps() {
		return modules.stream()
			.flatMap(it -> it.steps().stream())
			.sorted(Comparator.comparing(FourEyesStep::section).thenComparing(FourEyesStep::code))
			.toList();
	}

	/** Whether the step takes another person now. */
	public boolean required(FourEyesStep step) {
		return !step.switchable() || sql.sql("select jf_four_eyes_required(?, ?)")
			.params(Tenant.require(), step.code())
			.query(Boolean.class)
			.single();
	}

	/**
	 * What the history says of a step.
	 * @param alone whether one person did both, as the federation allows
	 */
	public @Nullable String words(@Nullable String note, boolean alone) {
		if (!alone) {
			return note;
		}
		var said = messages.getMessage("kernel.four-eyes.alone", null, Locale.SIMPLIFIED_CHINESE);
		return (note == null || note.isBlank()) ? said : note + " · " + said;
	}

}
