package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.traceability.recall.RecallQueries.Candidate;
import cn.jinfu.traceability.recall.RecallQueries.Mass;
import cn.jinfu.traceability.recall.RecallQueries.NoticeView;
import cn.jinfu.traceability.recall.RecallQueries.RecallView;
import cn.jinfu.traceability.recall.RecallQueries.ScopeLot;
import cn.jinfu.traceability.recall.RecallQueries.SeedLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class RecallApi {

	record SeedBody(@NotNull RecallCommands.SeedKind kind, @NotNull UUID nodeId) {

		RecallCommands.Seed seed() {
			return new RecallCommands.Seed(kind, nodeId);
		}
	}

	record NewRecall(@NotNull Recall.RecallSource source, @NotBlank @Size(max = 300) String what, boolean drill,
			@NotEmpty @Size(max = 200) List<@Valid SeedBody> seeds) {
	}

	record Seen(@NotNull Long version) {
	}

	record AddSeed(@NotNull @Valid SeedBody seed, @NotNull Long version) {
	}

	record Trim(@NotEmpty @Size(max = 1000) List<UUID> lotIds, @NotBlank @Size(max = 300) String reason,
			@NotNull Long version) {
	}

	record Announce(@NotNull @Min(1) @Max(3) Integer level, @NotNull Long version) {
	}

	record Words(@NotBlank @Size(max = 2000) String report, @NotNull Long version) {
	}

	record Answer(@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal foundKg,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal soldKg,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal destroyedKg,
			@NotBlank @Size(max = 500) String proof, @NotNull Long version) {
	}

	record Escalation(@NotBlank @Size(max = 500) String words, @NotNull Long version) {
	}

	/**
	 * @param lots the first of them
	 * @param notices likewise
	 */
	record Detail(RecallView recall, Mass mass, List<SeedLine> seeds, List<ScopeLot> lots, List<NoticeView> notices) {
	}

	private final RecallCommands commands;

	private final RecallQueries queries;

	private final RecallGraphs graphs;

	private final HolderMaps maps;

	@GetMapping("/recalls")
	Paged<RecallView> list(@RequestParam(required = false) @Nullable RecallStatus status,
			@RequestParam(required = false) @Nullable Boolean drill, @RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(status, drill, q, after, Paged.limit(limit));
	}

	@GetMapping("/recalls/{id}")
	Detail show(@PathVariable UUID id) {
		return new Detail(queries.view(id), queries.mass(id), queries.seeds(id),
				queries.lots(id, null, RecallQueries.MOST).items(),
				queries.notices(id, null, RecallQueries.MOST).items());
	}

	/** Those still in scope first. */
	@GetMapping("/recalls/{id}/lots")
	Paged<ScopeLot> lots(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		queries.view(id);
		return queries.lots(id, after, Paged.limit(limit));
	}

	/** Those without an answer first. */
	@GetMapping("/recalls/{id}/notices")
	Paged<NoticeView> notices(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		queries.view(id);
		return queries.notices(id, after, Paged.limit(limit));
	}

	/**
	 * @param open of which nodes what is right below is spread out, however much it is
	 */
	@GetMapping("/recalls/{id}/graph")
	RecallGraph graph(@PathVariable UUID id, @RequestParam(defaultValue = "") List<String> open) {
		return graphs.of(id, open);
	}

	/** Where the goods are, by township. */
	@GetMapping("/recalls/{id}/holder-map")
	HolderMap map(@PathVariable UUID id) {
		return maps.of(id);
	}

	@GetMapping("/recalls/{id}/causes")
	List<Candidate> causes(@PathVariable UUID id) {
		queries.view(id);
		return queries.causes(id);
	}

	@PostMapping("/recalls")
	@ResponseStatus(HttpStatus.CREATED)
	Detail open(@Valid @RequestBody NewRecall body) {
		return show(commands.open(new RecallCommands.Open(body.source(), body.what(), body.drill(),
				body.seeds().stream().map(SeedBody::seed).toList())));
	}

	@PostMapping("/recalls/{id}/hold")
	Detail hold(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.hold(id, body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/seeds")
	Detail addSeed(@PathVariable UUID id, @Valid @RequestBody AddSeed body) {
		commands.addSeed(id, body.seed().seed(), body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/exclusions")
	Detail trim(@PathVariable UUID id, @Valid @RequestBody Trim body) {
		commands.trim(id, body.lotIds(), body.reason(), body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/scope")
	Detail scope(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.scope(id, body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/announcement")
	Detail announce(@PathVariable UUID id, @Valid @RequestBody Announce body) {
		commands.announce(id, body.level(), body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/effectiveness")
	Detail checkEffect(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.checkEffect(id, body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/closure")
	Detail close(@PathVariable UUID id, @Valid @RequestBody Words body) {
		commands.close(id, body.report(), body.version());
		return show(id);
	}

	@PostMapping("/recalls/{id}/dismissal")
	Detail dismiss(@PathVariable UUID id, @Valid @RequestBody Words body) {
		commands.dismiss(id, body.report(), body.version());
		return show(id);
	}

	/** One's own, for a farm. */
	@GetMapping("/recall-notices")
	Paged<NoticeView> own(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.ofHolder(Actor.current().memberId(), after, Paged.limit(limit));
	}

	@PostMapping("/recall-notices/{id}/answer")
	void answer(@PathVariable UUID id, @Valid @RequestBody Answer body) {
		var actor = Actor.current();
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			commands.answerOwn(actor.memberId(), id, body.foundKg(), body.soldKg(), body.destroyedKg(), body.proof(),
					body.version());
		}
		else {
			commands.answer(id, body.foundKg(), body.soldKg(), body.destroyedKg(), body.proof(), body.version());
		}
	}

	@PostMapping("/recall-notices/{id}/escalation")
	void escalate(@PathVariable UUID id, @Valid @RequestBody Escalation body) {
		commands.escalate(id, body.words(), body.version());
	}

}
