package cn.jinfu.traceability.codecase;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/code-cases")
@RequiredArgsConstructor
class CodeCaseApi {

	record Question(@NotBlank @Size(max = 500) String question, @NotNull Long version) {
	}

	record Answer(@NotBlank @Size(max = 1000) String words, @NotNull Long version) {
	}

	record Closure(@NotNull Conclusion conclusion, @NotBlank @Size(max = 1000) String words, @NotNull Long version) {
	}

	private final CodeCaseCommands commands;

	private final CodeCaseQueries queries;

	@GetMapping
	Paged<CodeCaseQueries.CaseView> list(@RequestParam(required = false) @Nullable CodeCaseStatus status,
			@RequestParam(required = false) @Nullable CodeCaseCause cause,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(status, cause, after, Paged.limit(limit));
	}

	@GetMapping("/{id}")
	CodeCaseQueries.CaseView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@GetMapping("/{id}/complaints")
	List<CodeCaseQueries.ComplaintLine> complaints(@PathVariable UUID id) {
		return queries.complaints(id);
	}

	@PostMapping("/{id}/question")
	CodeCaseQueries.CaseView ask(@PathVariable UUID id, @Valid @RequestBody Question body) {
		commands.ask(id, body.question(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/answer")
	CodeCaseQueries.CaseView answer(@PathVariable UUID id, @Valid @RequestBody Answer body) {
		commands.answer(id, body.words(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/closure")
	CodeCaseQueries.CaseView close(@PathVariable UUID id, @Valid @RequestBody Closure body) {
		commands.close(id, body.conclusion(), body.words(), body.version());
		return queries.view(id);
	}

}
