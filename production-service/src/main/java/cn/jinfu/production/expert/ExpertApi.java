package cn.jinfu.production.expert;

import java.time.LocalDate;
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
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:expert:view')")
class ExpertApi {

	record TeamWithExperts(ExpertTeams.Team team, List<ExpertTeams.Expert> experts) {
	}

	record NewRequest(@NotNull UUID teamId, @NotNull RequestKind kind, @NotBlank String crop,
			@NotBlank @Size(max = 500) String question, @Nullable LocalDate on, @Nullable Integer people) {
	}

	record Taking(@Nullable LocalDate on, @NotNull Long version) {
	}

	record Answer(@NotBlank @Size(max = 2000) String text, @NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record Rating(@NotNull Integer score, @Nullable @Size(max = 200) String remark, @NotNull Long version) {
	}

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	@GetMapping("/expert-teams")
	List<ExpertTeams.Team> teams() {
		return teams.all();
	}

	@GetMapping("/expert-teams/{id}")
	TeamWithExperts team(@PathVariable UUID id) {
		return new TeamWithExperts(teams.view(id), teams.experts(id));
	}

	@GetMapping("/expert-requests")
	Paged<ExpertRequestView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable RequestState state,
			@RequestParam(required = false) @Nullable UUID teamId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return requests.list(new ExpertRequests.Filter(q, state, teamId, after, Paged.limit(limit)));
	}

	@GetMapping("/expert-requests/{id}")
	ExpertRequestView show(@PathVariable UUID id) {
		return requests.view(id);
	}

	@PostMapping("/expert-requests")
	@PreAuthorize("hasAuthority('production:expert:ask')")
	@ResponseStatus(HttpStatus.CREATED)
	ExpertRequestView ask(@Valid @RequestBody NewRequest body) {
		return requests.view(requests.ask(new ExpertRequests.Wish(body.teamId(), body.kind(), body.crop(),
				body.question(), body.on(), body.people())));
	}

	@PostMapping("/expert-requests/{id}/taking")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ExpertRequestView take(@PathVariable UUID id, @Valid @RequestBody Taking body) {
		requests.take(id, body.on(), body.version());
		return requests.view(id);
	}

	@PostMapping("/expert-requests/{id}/answer")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ExpertRequestView answer(@PathVariable UUID id, @Valid @RequestBody Answer body) {
		requests.answer(id, body.text(), body.version());
		return requests.view(id);
	}

	@PostMapping("/expert-requests/{id}/follow-up")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ExpertRequestView followUp(@PathVariable UUID id, @Valid @RequestBody Answer body) {
		requests.followUp(id, body.text(), body.version());
		return requests.view(id);
	}

	@PostMapping("/expert-requests/{id}/declining")
	@PreAuthorize("hasAuthority('production:expert:answer')")
	ExpertRequestView decline(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		requests.decline(id, body.reason(), body.version());
		return requests.view(id);
	}

	@PostMapping("/expert-requests/{id}/cancellation")
	@PreAuthorize("hasAuthority('production:expert:ask')")
	ExpertRequestView cancel(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		requests.cancel(id, body.reason(), body.version());
		return requests.view(id);
	}

	@PostMapping("/expert-requests/{id}/rating")
	@PreAuthorize("hasAuthority('production:expert:ask')")
	ExpertRequestView rate(@PathVariable UUID id, @Valid @RequestBody Rating body) {
		requests.rate(id, body.score(), body.remark(), body.version());
		return requests.view(id);
	}

}
