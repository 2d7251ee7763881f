package cn.jinfu.supply.outlet;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
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

/** Outlets within the caller's reach. */
@RestController
@RequestMapping("/api/v1/outlets")
@RequiredArgsConstructor
class OutletApi {

	record Reasoned(@NotBlank @Size(min = 2, max = 400) String reason, @NotNull Long version) {
	}

	record Resumption(@NotNull Long version) {
	}

	private final OutletQueries queries;

	private final OutletCommands commands;

	private final StatusHistory history;

	@GetMapping
	Paged<OutletView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String township,
			@RequestParam(required = false) @Nullable OutletStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new OutletQueries.Filter(q, township, status), Paged.limit(limit), after);
	}

	@GetMapping("/{id}")
	OutletView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@GetMapping("/{id}/history")
	List<StatusHistory.Change> history(@PathVariable UUID id) {
		queries.view(id);
		return history.of("Outlet", id);
	}

	@PostMapping("/{id}/suspension")
	OutletView suspend(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		return change(id, OutletStatus.Action.SUSPEND, body.reason(), body.version());
	}

	@PostMapping("/{id}/resumption")
	OutletView resume(@PathVariable UUID id, @Valid @RequestBody Resumption body) {
		return change(id, OutletStatus.Action.RESUME, null, body.version());
	}

	@PostMapping("/{id}/closure")
	OutletView close(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		return change(id, OutletStatus.Action.CLOSE, body.reason(), body.version());
	}

	private OutletView change(UUID id, OutletStatus.Action action, @Nullable String reason, long version) {
		commands.change(id, action, reason, version);
		return queries.view(id);
	}

}
