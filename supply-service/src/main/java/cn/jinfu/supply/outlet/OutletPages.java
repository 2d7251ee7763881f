package cn.jinfu.supply.outlet;

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
@RequestMapping("/console/outlets")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:outlet:view')")
class OutletPages {

	private final OutletQueries queries;

	private final OutletCommands commands;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OutletStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new OutletQueries.Filter(q, null, status), Paged.limit(limit), after));
		model.addAttribute("statuses", OutletStatus.values());
		return "supply/console/outlets";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("outlet", queries.view(id));
		model.addAttribute("changes", history.of("Outlet", id));
		return "supply/console/outlet";
	}

	@PostMapping("/{id}/suspension")
	@PreAuthorize("hasAuthority('supply:outlet:manage')")
	String suspend(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return change(id, OutletStatus.Action.SUSPEND, reason, version);
	}

	@PostMapping("/{id}/resumption")
	@PreAuthorize("hasAuthority('supply:outlet:manage')")
	String resume(@PathVariable UUID id, @RequestParam long version) {
		return change(id, OutletStatus.Action.RESUME, null, version);
	}

	@PostMapping("/{id}/closure")
	@PreAuthorize("hasAuthority('supply:outlet:manage')")
	String close(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return change(id, OutletStatus.Action.CLOSE, reason, version);
	}

	private String change(UUID id, OutletStatus.Action action, @Nullable String reason, long version) {
		commands.change(id, action, reason, version);
		return "redirect:/console/outlets/" + id;
	}

}
