package cn.jinfu.production.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The line round a plot: drawn, walked, typed or from a file; phone and console. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:register')")
class BoundaryPages {

	/**
	 * @param corners one a line; what the map draws lands here too
	 * @param source what the map noted about them
	 */
	record BoundaryForm(@Nullable @Size(max = 60000) String corners, @Nullable BoundarySource source,
			@Nullable Datum datum, @Nullable MultipartFile file, @Nullable @Positive Integer pick,
			@Nullable Long version) {
	}

	private final BoundaryCommands commands;

	private final BoundaryQueries queries;

	private final PlotQueries plots;

	@GetMapping("/portal/plots/{id}/boundary")
	String onThePhone(@PathVariable UUID id, Model model) {
		blank(id, model);
		return "production/portal/boundary";
	}

	@PostMapping("/portal/plots/{id}/boundary")
	ModelAndView drawnOnThePhone(@PathVariable UUID id, @Valid @ModelAttribute("form") BoundaryForm form,
			BindingResult errors, Model model) {
		facts(id, model);
		return Forms.submit(errors, () -> draw(id, form), "/portal/plots/" + id, "production/portal/boundary");
	}

	@GetMapping("/console/plots/{id}/boundary")
	String atTheDesk(@PathVariable UUID id, Model model) {
		blank(id, model);
		return "production/console/boundary";
	}

	@PostMapping("/console/plots/{id}/boundary")
	ModelAndView drawnAtTheDesk(@PathVariable UUID id, @Valid @ModelAttribute("form") BoundaryForm form,
			BindingResult errors, Model model) {
		facts(id, model);
		return Forms.submit(errors, () -> draw(id, form), "/console/plots/" + id, "production/console/boundary");
	}

	private void blank(UUID id, Model model) {
		var version = facts(id, model);
		model.addAttribute("form", new BoundaryForm(queries.find(id).map(BoundaryView::text).orElse(null), null,
				Datum.WGS84, null, null, version));
	}

	private long facts(UUID id, Model model) {
		var plot = plots.view(id);
		model.addAttribute("plot", plot);
		model.addAttribute("map", PlotMap.of(queries.around(id), id));
		model.addAttribute("datums", Datum.values());
		return plot.version();
	}

	private void draw(UUID id, BoundaryForm form) {
		var seen = form.version();
		var version = (seen != null) ? seen : -1;
		var chosen = form.datum();
		var datum = (chosen != null) ? chosen : Datum.WGS84;
		var file = form.file();
		var text = form.corners();
		if (file != null && !file.isEmpty()) {
			commands.load(id, bytes(file), datum, form.pick(), version);
		}
		else if (text != null && !text.isBlank()) {
			var source = form.source();
			var corners = BoundaryFiles.typed(text);
			// what the map wrote is already as the map measures
			var drawn = source == BoundarySource.DRAWN || source == BoundarySource.WALKED;
			commands.draw(id, corners, drawn ? Datum.WGS84 : datum,
					(source != null && drawn) ? source : BoundarySource.TYPED, version);
		}
		else {
			throw new RuleBroken("production.boundary.few").at("corners");
		}
	}

	static byte[] bytes(MultipartFile file) {
		if (file.getSize() > BoundaryFiles.MAX_BYTES) {
			throw new RuleBroken("production.boundary.too-large", BoundaryFiles.MAX_BYTES >> 20).at("file");
		}
		try {
			return file.getBytes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
