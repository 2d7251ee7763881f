package cn.jinfu.traceability.label;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.label.LabelSheets.SheetPaper;
import cn.jinfu.traceability.label.PrintJob.PrintStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Printing at an outlet: the farm asks, the outlet prints and hands out. */
@RestController
@RequiredArgsConstructor
class PrintApi {

	record NewPrintJob(@NotNull UUID outletId, @NotNull SheetPaper paper) {
	}

	record Cancellation(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	record Readiness(@NotNull Long version) {
	}

	/** The six digits that the farm was told. */
	record PrintHandOver(@NotBlank @Size(max = 20) String code, @NotNull Long version) {
	}

	private final PrintDesk desk;

	@PostMapping("/api/v1/label-orders/{id}/print-jobs")
	@ResponseStatus(HttpStatus.CREATED)
	PrintDesk.Job ask(@PathVariable UUID id, @Valid @RequestBody NewPrintJob body) {
		desk.ask(id, body.outletId(), body.paper());
		return latest(id);
	}

	/** The latest for an order, with the digits that fetch it. */
	@GetMapping("/api/v1/label-orders/{id}/print-jobs/latest")
	PrintDesk.Job latest(@PathVariable UUID id) {
		return desk.ofOrder(id).orElseThrow(() -> new NotFound("trace.print.not-found", id));
	}

	@PostMapping("/api/v1/label-orders/{id}/print-jobs/{jobId}/cancellation")
	PrintDesk.Job cancel(@PathVariable UUID id, @PathVariable UUID jobId, @Valid @RequestBody Cancellation body) {
		if (!latest(id).id().equals(jobId)) {
			throw new NotFound("trace.print.not-found", jobId);
		}
		desk.cancel(jobId, body.reason(), body.version());
		return latest(id);
	}

	@GetMapping("/api/v1/print-jobs")
	Paged<PrintDesk.Job> list(@RequestParam(required = false) @Nullable PrintStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.list(status, after, Paged.limit(limit));
	}

	@GetMapping("/api/v1/print-jobs/{id}")
	PrintDesk.Job show(@PathVariable UUID id) {
		return desk.view(id);
	}

	/** What is to be printed, from a place in the order on. */
	@GetMapping("/api/v1/print-jobs/{id}/codes")
	List<LabelApi.Code> codes(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from) {
		return desk.print(id, from).codes().stream().map(LabelApi.Code::of).toList();
	}

	@PostMapping("/api/v1/print-jobs/{id}/readiness")
	PrintDesk.Job ready(@PathVariable UUID id, @Valid @RequestBody Readiness body) {
		desk.ready(id, body.version());
		return desk.view(id);
	}

	@PostMapping("/api/v1/print-jobs/{id}/hand-over")
	PrintDesk.Job hand(@PathVariable UUID id, @Valid @RequestBody PrintHandOver body) {
		if (!desk.hand(id, body.code(), body.version())) {
			throw new RuleBroken("trace.print.wrong-code").at("code");
		}
		return desk.view(id);
	}

}
