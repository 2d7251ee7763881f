package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/weather-rules")
@RequiredArgsConstructor
class WeatherRuleApi {

	/** Numbered by its place among the rules. */
	record NewRule(@NotNull WeatherWork work, @NotNull WeatherMeasure measure, @Nullable BigDecimal bound,
			@Nullable WeatherWarning warning, int withinH, @NotNull WeatherVerdict verdict,
			@NotBlank @Size(max = 120) String sentence, @NotBlank @Size(max = 200) String source) {
	}

	record NewEdition(@NotNull LocalDate validFrom, @NotBlank @Size(max = 200) String decidedBy, int forecastH,
			@NotEmpty @Size(max = AdviceRules.MOST_RULES) List<@NotNull @Valid NewRule> rules) {

		AdviceRules.Text text() {
			var written = new ArrayList<AdviceRule>();
			for (var it : rules) {
				written.add(new AdviceRule(written.size() + 1, it.work(), it.measure(), it.bound(), it.warning(),
						it.withinH(), it.verdict(), it.sentence(), it.source()));
			}
			return new AdviceRules.Text(validFrom, decidedBy, forecastH, List.copyOf(written), false);
		}

	}

	record Proposed(UUID id) {
	}

	record Declining(@NotBlank @Size(max = 200) String reason) {
	}

	private final AdviceRules rules;

	@GetMapping
	List<AdviceRules.Edition> list() {
		return rules.all();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewEdition body) {
		return new Proposed(rules.propose(body.text()));
	}

	@PostMapping("/{id}/confirmation")
	List<AdviceRules.Edition> confirm(@PathVariable UUID id) {
		rules.confirm(id);
		return rules.all();
	}

	@PostMapping("/{id}/declining")
	List<AdviceRules.Edition> decline(@PathVariable UUID id, @Valid @RequestBody Declining body) {
		rules.decline(id, body.reason());
		return rules.all();
	}

}
