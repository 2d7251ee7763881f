package cn.jinfu.production.expert;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/expert-solutions")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:expert:view')")
class SolutionApi {

	private static final String WRITE = "hasAuthority('production:expert:answer')";

	private static final String FARM = "hasAuthority('production:expert:ask')";

	record Whole(SolutionView solution, List<SolutionView.Edition> editions, List<SolutionView.Adoption> adoptions) {
	}

	record NewSolution(@NotNull UUID teamId, @NotBlank String crop, @NotNull Audience audience, @Nullable UUID memberId,
			@Nullable @Size(max = 12) String township, @Nullable UUID requestId, @NotBlank @Size(max = 80) String title,
			@NotBlank @Size(max = 1000) String problem, @NotBlank @Size(max = 4000) String steps) {
	}

	/**
	 * @param note what this edition changes; asked once one was sent
	 */
	record Text(@NotBlank @Size(max = 80) String title, @NotBlank @Size(max = 1000) String problem,
			@NotBlank @Size(max = 4000) String steps, @Nullable @Size(max = 200) String note, @NotNull Long version) {
	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record Field(@NotNull UUID plantingId) {
	}

	record Work(@NotNull UUID operationId) {
	}

	record Said(@NotNull Outcome outcome, @Nullable @Size(max = 200) String remark) {
	}

	private final Solutions solutions;

	@GetMapping
	Paged<SolutionView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable SolutionState state,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable UUID teamId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return solutions.list(new Solutions.Filter(q, state, crop, teamId, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	Whole show(@PathVariable UUID id) {
		return new Whole(solutions.view(id), solutions.editions(id), solutions.adoptions(id));
	}

	@PostMapping
	@PreAuthorize(WRITE)
	@ResponseStatus(HttpStatus.CREATED)
	SolutionView write(@Valid @RequestBody NewSolution body) {
		return solutions.view(solutions.write(new Solutions.Draft(body.teamId(), body.crop(),
				new Solutions.To(body.audience(), body.memberId(), body.township()), body.requestId(),
				new SolutionView.Text(body.title(), body.problem(), body.steps(), null))));
	}

	@PostMapping("/{id}/text")
	@PreAuthorize(WRITE)
	SolutionView change(@PathVariable UUID id, @Valid @RequestBody Text body) {
		solutions.change(id, new SolutionView.Text(body.title(), body.problem(), body.steps(), body.note()),
				body.version());
		return solutions.view(id);
	}

	@PostMapping("/{id}/sending")
	@PreAuthorize(WRITE)
	SolutionView send(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		solutions.send(id, body.version());
		return solutions.view(id);
	}

	@PostMapping("/{id}/withdrawal")
	@PreAuthorize(WRITE)
	SolutionView withdraw(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		solutions.withdraw(id, body.reason(), body.version());
		return solutions.view(id);
	}

	@PostMapping("/{id}/adoptions")
	@PreAuthorize(FARM)
	@ResponseStatus(HttpStatus.CREATED)
	Whole adopt(@PathVariable UUID id, @Valid @RequestBody Field body) {
		solutions.adopt(id, body.plantingId());
		return show(id);
	}

	@PostMapping("/{id}/adoptions/{adoptionId}/operations")
	@PreAuthorize(FARM)
	Whole link(@PathVariable UUID id, @PathVariable UUID adoptionId, @Valid @RequestBody Work body) {
		solutions.link(id, adoptionId, body.operationId());
		return show(id);
	}

	@PostMapping("/{id}/adoptions/{adoptionId}/outcome")
	@PreAuthorize(FARM)
	Whole tell(@PathVariable UUID id, @PathVariable UUID adoptionId, @Valid @RequestBody Said body) {
		solutions.tell(id, adoptionId, body.outcome(), body.remark());
		return show(id);
	}

}
