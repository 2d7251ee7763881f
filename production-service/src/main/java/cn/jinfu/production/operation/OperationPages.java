package cn.jinfu.production.operation;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/operations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:view')")
class OperationPages {

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OperationKind kind,
			@RequestParam(required = false) @Nullable OperationState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(defaultValue = "false") boolean waiting,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(
				new OperationQueries.Filter(q, kind, state, memberId, plantingId, waiting, after, Paged.limit(limit))));
		model.addAttribute("kinds", OperationKind.values());
		model.addAttribute("states", OperationState.values());
		return "production/console/operations";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("operation", queries.view(id));
		model.addAttribute("changes", history.of("FieldOperation", id));
		return "production/console/operation";
	}

	@PostMapping("/{id}/uses/{useId}/lifting")
	@PreAuthorize("hasAuthority('production:use:decide')")
	String lift(@PathVariable UUID id, @PathVariable UUID useId, @RequestParam LocalDate safeOn,
			@RequestParam String reason, @RequestParam String testRef, @RequestParam long version) {
		commands.lift(useId, safeOn, reason, testRef, version);
		return "redirect:/console/operations/" + id;
	}

	@PostMapping("/{id}/uses/{useId}/upholding")
	@PreAuthorize("hasAuthority('production:use:decide')")
	String uphold(@PathVariable UUID id, @PathVariable UUID useId, @RequestParam String reason,
			@RequestParam long version) {
		commands.uphold(useId, reason, version);
		return "redirect:/console/operations/" + id;
	}

	@PostMapping("/{id}/voiding")
	@PreAuthorize("hasAnyAuthority('production:operation:record', 'production:use:decide')")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		commands.strike(id, reason);
		return "redirect:/console/operations/" + id;
	}

}
