package cn.jinfu.production.input;

import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.production.PlantingFacts;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** The fields of a form by name, as their farm calls them. */
@Component
@RequiredArgsConstructor
public class FieldWords {

	private final PlantingFacts plantings;

	/** Another farm's are left out. */
	public String of(UUID memberId, OutboxForm.Typed typed, String name) {
		return plantings.ofAll(typed.ids(name))
			.stream()
			.filter(it -> it.memberId().equals(memberId))
			.map(it -> it.plotName() + " " + it.cropName())
			.collect(Collectors.joining(", "));
	}

}
