package cn.jinfu.traceability.box;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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
@RequestMapping("/api/v1/boxes")
@RequiredArgsConstructor
class BoxApi {

	record Kilograms(@NotNull UUID lotId, @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg) {

		BoxCommands.Part part() {
			return new BoxCommands.Part(lotId, kg);
		}

	}

	/**
	 * @param sscc the carton's own number; without it, it gets one of ours
	 */
	record NewBox(@Nullable @Size(max = 30) String sscc, @Nullable @Size(max = 50) List<@Valid Kilograms> contents,
			@Nullable @Size(max = 50) List<UUID> boxes) {
	}

	record More(@Nullable @Size(max = 50) List<@Valid Kilograms> contents, @Nullable @Size(max = 50) List<UUID> boxes,
			@NotNull Long version) {
	}

	/**
	 * @param lotId one lot, or
	 * @param boxId one box; with neither, everything
	 */
	record Out(@Nullable UUID lotId, @Nullable UUID boxId, @NotNull Long version) {
	}

	record Detail(BoxQueries.BoxView box, List<BoxQueries.Content> contents, List<BoxQueries.BoxView> boxes) {
	}

	private final BoxCommands commands;

	private final BoxQueries queries;

	@GetMapping
	Paged<BoxQueries.BoxView> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(after, Paged.limit(limit));
	}

	@GetMapping("/{id}")
	Detail show(@PathVariable UUID id) {
		return new Detail(queries.view(id), queries.contents(id), queries.inside(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Detail pack(@Valid @RequestBody NewBox body) {
		return show(commands.pack(Actor.current().memberId(), body.sscc(), load(body.contents(), body.boxes())));
	}

	@PostMapping("/{id}/contents")
	Detail add(@PathVariable UUID id, @Valid @RequestBody More body) {
		commands.add(Actor.current().memberId(), id, load(body.contents(), body.boxes()), body.version());
		return show(id);
	}

	private static BoxCommands.Load load(@Nullable List<Kilograms> contents, @Nullable List<UUID> boxes) {
		return new BoxCommands.Load((contents != null) ? contents.stream().map(Kilograms::part).toList() : List.of(),
				(boxes != null) ? boxes : List.of());
	}

	@PostMapping("/{id}/unpacking")
	Detail takeOut(@PathVariable UUID id, @Valid @RequestBody Out body) {
		if (body.boxId() != null) {
			commands.takeOutBox(Actor.current().memberId(), id, body.boxId(), body.version());
		}
		else {
			commands.takeOut(Actor.current().memberId(), id, body.lotId(), body.version());
		}
		return show(id);
	}

}
