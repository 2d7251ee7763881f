package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.PlantingRecords.Work;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.input.Once;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/plantings")
@RequiredArgsConstructor
class PlantingApi {

	/**
	 * @param standardId the edition to go by; left out: the one that fits best
	 * @param withoutStandard goes by none
	 */
	record NewPlanting(@NotNull UUID plotId, @NotBlank String crop, @NotBlank @Size(max = 40) String variety,
			@NotNull SeasonPart season, @NotNull LocalDate sownOn,
			@NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu, @Nullable UUID standardId,
			@Nullable Boolean withoutStandard) {

		Planting.Description description() {
			return new Planting.Description(crop, variety, season, sownOn, new AreaMu(areaMu));
		}

	}

	record Change(@NotBlank String crop, @NotBlank @Size(max = 40) String variety, @NotNull SeasonPart season,
			@NotNull LocalDate sownOn, @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu,
			@NotNull Long version) {
	}

	record Verified(@Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Return(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	/**
	 * @param how FINISH, ARCHIVE, CANCEL or FAIL
	 */
	record End(PlantingMoves.@NotNull Action how, @NotNull LocalDate on, @Nullable @Size(max = 200) String reason,
			@NotNull Long version) {
	}

	/**
	 * @param kind SPRAYING or FERTILISING: of this nothing was used up to today
	 */
	record NoneUsed(@NotNull Work kind, @NotNull Long version) {
	}

	private final PlantingCommands commands;

	private final PlantingQueries queries;

	private final FieldBook book;

	private final RecordPaper paper;

	private final Once once;

	@GetMapping
	Paged<PlantingView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PlantingState state,
			@RequestParam(required = false) @Nullable Verification verification,
			@RequestParam(defaultValue = "false") boolean active, @RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plotId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new PlantingQueries.Filter(q, state, verification, active, crop, memberId, plotId, after,
				Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	PlantingView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	/** The field record: what was done, used and picked, the earliest first. */
	@GetMapping("/{id}/record")
	List<FieldBook.Entry> book(@PathVariable UUID id) {
		return book.of(id);
	}

	/** The same as the paper that the law asks for. */
	@GetMapping(path = "/{id}/record/pdf", produces = MediaType.APPLICATION_PDF_VALUE)
	ResponseEntity<byte[]> pdf(@PathVariable UUID id) {
		return paper.pdf(id);
	}

	/** The same {@code Idempotency-Key} gives the same planting. */
	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	PlantingView sow(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewPlanting body) {
		return queries.view(once.id(key, "POST /api/v1/plantings", body, () -> sow(body)));
	}

	private UUID sow(NewPlanting body) {
		if (body.standardId() == null && !Boolean.TRUE.equals(body.withoutStandard())) {
			return commands.sow(body.plotId(), body.description());
		}
		return commands.sow(body.plotId(), body.description(), body.standardId());
	}

	@PutMapping("/{id}")
	PlantingView amend(@PathVariable UUID id, @Valid @RequestBody Change body) {
		commands.amend(id, new Planting.Description(body.crop(), body.variety(), body.season(), body.sownOn(),
				new AreaMu(body.areaMu())), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/verification")
	PlantingView verify(@PathVariable UUID id, @Valid @RequestBody Verified body) {
		commands.verify(id, body.note(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/return")
	PlantingView giveBack(@PathVariable UUID id, @Valid @RequestBody Return body) {
		commands.giveBack(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/none-used")
	PlantingView sayNone(@PathVariable UUID id, @Valid @RequestBody NoneUsed body) {
		commands.sayNone(id, body.kind(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/end")
	PlantingView end(@PathVariable UUID id, @Valid @RequestBody End body) {
		commands.end(id, body.how(), body.on(), body.reason(), body.version());
		return queries.view(id);
	}

}
