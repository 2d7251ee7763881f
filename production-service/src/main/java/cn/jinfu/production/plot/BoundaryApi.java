package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class BoundaryApi {

	record Point(@NotNull @Digits(integer = 3, fraction = 15) BigDecimal lon,
			@NotNull @Digits(integer = 3, fraction = 15) BigDecimal lat) {
	}

	/**
	 * @param datum WGS84 where absent
	 */
	record Drawn(@NotEmpty @Size(max = Boundary.MAX_CORNERS + 1) List<@Valid @NotNull Point> corners,
			@Nullable Datum datum, @NotNull Long version) {
	}

	/** Degrees of WGS 84. */
	record Frame(@NotNull @DecimalMin("-180") @DecimalMax("180") @Digits(integer = 3, fraction = 7) BigDecimal west,
			@NotNull @DecimalMin("-90") @DecimalMax("90") @Digits(integer = 3, fraction = 7) BigDecimal south,
			@NotNull @DecimalMin("-180") @DecimalMax("180") @Digits(integer = 3, fraction = 7) BigDecimal east,
			@NotNull @DecimalMin("-90") @DecimalMax("90") @Digits(integer = 3, fraction = 7) BigDecimal north) {
	}

	private final BoundaryCommands commands;

	private final BoundaryQueries queries;

	@GetMapping("/plots/{id}/boundary")
	BoundaryView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PutMapping("/plots/{id}/boundary")
	BoundaryView draw(@PathVariable UUID id, @Valid @RequestBody Drawn body) {
		commands.draw(id, body.corners().stream().map(it -> new Corner(it.lon(), it.lat())).toList(),
				Objects.requireNonNullElse(body.datum(), Datum.WGS84), BoundarySource.TYPED, body.version());
		return queries.view(id);
	}

	/** A GeoJSON or KML file of at most a megabyte. */
	@PostMapping(path = "/plots/{id}/boundary", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	BoundaryView load(@PathVariable UUID id, @RequestParam MultipartFile file,
			@RequestParam(required = false) @Nullable Datum datum,
			@RequestParam(required = false) @Nullable Integer pick, @RequestParam long version) {
		commands.load(id, BoundaryPages.bytes(file), Objects.requireNonNullElse(datum, Datum.WGS84), pick, version);
		return queries.view(id);
	}

	@GetMapping("/map-frame")
	MapFrame frame() {
		return queries.frame();
	}

	@PutMapping("/map-frame")
	MapFrame frame(@Valid @RequestBody Frame body) {
		commands.frame(new MapFrame(body.west(), body.south(), body.east(), body.north()));
		return queries.frame();
	}

}
