package cn.jinfu.production.hospital;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.hospital.consult.ConsultChannel;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.consult.ConsultState;
import cn.jinfu.production.hospital.consult.ConsultView;
import cn.jinfu.production.hospital.prescription.PrescriptionCommands;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import cn.jinfu.production.hospital.prescription.PrescriptionState;
import cn.jinfu.production.hospital.prescription.PrescriptionView;
import cn.jinfu.production.planting.PlantingQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Questions, what was said to them, and the prescriptions. Pictures go by the pages. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class ConsultApi {

	record Question(@NotNull UUID plantingId, @NotBlank @Size(max = 500) String question,
			@Nullable ConsultChannel channel) {
	}

	record Words(@NotBlank @Size(max = 2000) String text) {
	}

	record Referral(@NotNull UUID doctorId, @NotBlank @Size(max = 200) String reason) {
	}

	record Recall(@NotBlank @Size(max = 200) String reason) {
	}

	record Visit(@NotNull LocalDate on) {
	}

	record Rating(@NotNull @Min(1) @Max(5) Integer rating, @Nullable @Size(max = 200) String note) {
	}

	/**
	 * @param dose per 亩, in {@code unit}
	 */
	record Line(@NotNull UUID inputId, @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal dose,
			@NotNull FieldUnit unit, @Nullable Integer dilution, @NotNull @Min(1) @Max(20) Integer times,
			@Nullable Integer everyDays) {
	}

	/**
	 * @param version seen of the draft that is changed; left out for a new one
	 */
	record Draft(@NotNull UUID pestId, @Nullable @Size(max = 500) String advice, @NotEmpty List<@Valid Line> lines,
			@Nullable Long version) {

		PrescriptionCommands.Draft draft() {
			return new PrescriptionCommands.Draft(pestId, advice,
					lines.stream()
						.map(it -> new PrescriptionCommands.Line(it.inputId(), it.dose(), it.unit(), it.dilution(),
								it.times(), it.everyDays()))
						.toList());
		}

	}

	record Seen(@NotNull Long version) {
	}

	record Withdrawal(@NotBlank @Size(max = 200) String reason, @NotNull Long version) {
	}

	private final ConsultCommands commands;

	private final ConsultQueries queries;

	private final PrescriptionCommands prescriptions;

	private final PrescriptionQueries signed;

	private final PlantingQueries plantings;

	@GetMapping("/consults")
	Paged<ConsultView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ConsultState state,
			@RequestParam(defaultValue = "false") boolean open, @RequestParam(defaultValue = "false") boolean mine,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new ConsultQueries.Filter(q, state, open, mine, memberId, after, Paged.limit(limit)));
	}

	@GetMapping("/consults/{id}")
	ConsultView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping("/consults")
	@PreAuthorize("hasAuthority('production:consult:ask')")
	@ResponseStatus(HttpStatus.CREATED)
	ConsultView ask(@Valid @RequestBody Question body) {
		var channel = body.channel();
		return queries.view(commands.ask(plantings.view(body.plantingId()).memberId(), body.plantingId(),
				(channel != null) ? channel : ConsultChannel.ONLINE, body.question(), List.of()));
	}

	@GetMapping("/consults/{id}/messages")
	List<ConsultQueries.Said> messages(@PathVariable UUID id) {
		return queries.said(id);
	}

	/** Of the farm, or of the doctor who has the case. */
	@PostMapping("/consults/{id}/messages")
	@PreAuthorize("hasAnyAuthority('production:consult:ask', 'production:consult:answer')")
	@ResponseStatus(HttpStatus.CREATED)
	List<ConsultQueries.Said> say(@PathVariable UUID id, @Valid @RequestBody Words body) {
		if (Actor.current().may("production:consult:answer")) {
			commands.say(id, body.text(), List.of());
		}
		else {
			commands.tell(id, body.text(), List.of());
		}
		return queries.said(id);
	}

	@PostMapping("/consults/{id}/taking")
	ConsultView take(@PathVariable UUID id) {
		commands.take(id);
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/release")
	ConsultView release(@PathVariable UUID id) {
		commands.release(id);
		return queries.view(id);
	}

	/** An overdue question, back to every doctor. */
	@PostMapping("/consults/{id}/recall")
	@PreAuthorize("hasAuthority('production:hospital:manage')")
	ConsultView recall(@PathVariable UUID id, @Valid @RequestBody Recall body) {
		commands.recall(id, body.reason());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/request-for-more")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ConsultView askForMore(@PathVariable UUID id, @Valid @RequestBody Words body) {
		commands.askForMore(id, body.text());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/referral")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ConsultView refer(@PathVariable UUID id, @Valid @RequestBody Referral body) {
		commands.refer(id, body.doctorId(), body.reason());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/visit")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ConsultView visit(@PathVariable UUID id, @Valid @RequestBody Visit body) {
		commands.visit(id, body.on());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/answer")
	@PreAuthorize("hasAuthority('production:consult:answer')")
	ConsultView answer(@PathVariable UUID id, @Valid @RequestBody Words body) {
		commands.answer(id, body.text());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/rating")
	@PreAuthorize("hasAuthority('production:consult:ask')")
	ConsultView rate(@PathVariable UUID id, @Valid @RequestBody Rating body) {
		commands.rate(id, body.rating(), body.note());
		return queries.view(id);
	}

	@PostMapping("/consults/{id}/closing")
	ConsultView close(@PathVariable UUID id) {
		commands.close(id);
		return queries.view(id);
	}

	@GetMapping("/consults/{id}/prescriptions")
	Paged<PrescriptionView> ofConsult(@PathVariable UUID id) {
		return signed.list(new PrescriptionQueries.Filter(null, null, null, queries.view(id).id(), null, 100));
	}

	@PostMapping("/consults/{id}/prescriptions")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	@ResponseStatus(HttpStatus.CREATED)
	PrescriptionView draft(@PathVariable UUID id, @Valid @RequestBody Draft body) {
		return signed.view(prescriptions.draft(id, body.draft()));
	}

	@GetMapping("/prescriptions")
	Paged<PrescriptionView> prescriptions(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PrescriptionState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return signed.list(new PrescriptionQueries.Filter(q, state, memberId, null, after, Paged.limit(limit)));
	}

	@GetMapping("/prescriptions/{id}")
	PrescriptionView prescription(@PathVariable UUID id) {
		return signed.view(id);
	}

	@PutMapping("/prescriptions/{id}")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	PrescriptionView edit(@PathVariable UUID id, @Valid @RequestBody Draft body) {
		var seen = body.version();
		prescriptions.edit(id, body.draft(), (seen != null) ? seen : -1);
		return signed.view(id);
	}

	@PostMapping("/prescriptions/{id}/issuing")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	PrescriptionView issue(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		prescriptions.issue(id, body.version());
		return signed.view(id);
	}

	@PostMapping("/prescriptions/{id}/voiding")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	PrescriptionView withdraw(@PathVariable UUID id, @Valid @RequestBody Withdrawal body) {
		prescriptions.withdraw(id, body.reason(), body.version());
		return signed.view(id);
	}

}
