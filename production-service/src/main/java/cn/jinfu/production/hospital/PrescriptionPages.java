package cn.jinfu.production.hospital;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Plain;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.hospital.prescription.PrescriptionCommands;
import cn.jinfu.production.hospital.prescription.PrescriptionQueries;
import cn.jinfu.production.hospital.prescription.PrescriptionState;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Prescriptions: written, held against the label, signed, and looked up. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:consult:view')")
class PrescriptionPages {

	private static final String LIST = "/console/prescriptions";

	private static final String FORM = "production/hospital/prescription-form";

	private static final int LINES = 3;

	private static final List<FieldUnit> UNITS = List.of(FieldUnit.GRAM, FieldUnit.KILOGRAM, FieldUnit.MILLILITRE,
			FieldUnit.LITRE, FieldUnit.PIECE);

	record LineForm(@Nullable UUID inputId, @Nullable @Digits(integer = 9, fraction = 3) BigDecimal dose,
			@Nullable FieldUnit unit, @Nullable Integer dilution, @Nullable Integer times,
			@Nullable Integer everyDays) {

		boolean chosen() {
			return inputId != null;
		}

	}

	record RxForm(@Nullable @NotNull UUID pestId, @Nullable @Valid List<LineForm> lines,
			@Nullable @Size(max = 500) String advice, @Nullable Long version) {

		/** As many lines as the page has. */
		RxForm {
			var rows = new ArrayList<>(Objects.requireNonNullElse(lines, List.<LineForm>of()));
			while (rows.size() < LINES) {
				rows.add(new LineForm(null, null, null, null, null, null));
			}
			lines = rows;
		}

		PrescriptionCommands.Draft draft() {
			var chosen = new ArrayList<PrescriptionCommands.Line>();
			for (var line : Objects.requireNonNullElse(lines, List.<LineForm>of())) {
				if (line.chosen()) {
					chosen.add(line(line));
				}
			}
			return new PrescriptionCommands.Draft(Objects.requireNonNull(pestId), advice, chosen);
		}

		private static PrescriptionCommands.Line line(LineForm line) {
			var dose = line.dose();
			var unit = line.unit();
			var times = line.times();
			if (dose == null || unit == null) {
				throw new RuleBroken("production.prescription.dose-missing").at("lines");
			}
			return new PrescriptionCommands.Line(Objects.requireNonNull(line.inputId()), dose, unit, line.dilution(),
					(times != null) ? times : 1, line.everyDays());
		}

	}

	private final PrescriptionCommands commands;

	private final PrescriptionQueries queries;

	private final ConsultQueries consults;

	private final PestBook pests;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping(LIST)
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PrescriptionState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new PrescriptionQueries.Filter(q, state, memberId, null, after, Paged.limit(limit))));
		model.addAttribute("states", PrescriptionState.values());
		return "production/hospital/prescriptions";
	}

	@GetMapping(LIST + "/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAllAttributes(page(id).getModel());
		return "production/hospital/prescription";
	}

	@GetMapping("/console/consults/{id}/prescriptions/new")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	String blank(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID pest, Model model) {
		model.addAttribute("form", new RxForm(pest, null, null, null));
		forConsult(id, model);
		return FORM;
	}

	@PostMapping("/console/consults/{id}/prescriptions")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	ModelAndView draft(@PathVariable UUID id, @Valid @ModelAttribute("form") RxForm form, BindingResult errors,
			Model model) {
		forConsult(id, model);
		return Forms.submit(errors, () -> LIST + "/" + commands.draft(id, form.draft()), FORM);
	}

	@GetMapping(LIST + "/{id}/edit")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	String edit(@PathVariable UUID id, Model model) {
		var it = queries.view(id);
		model.addAttribute("form",
				new RxForm(it.pestId(),
						it.lines()
							.stream()
							.map(line -> new LineForm(line.inputId(), Plain.of(line.dose()), line.doseUnit(),
									line.dilution(), line.times(), line.everyDays()))
							.toList(),
						it.advice(), it.version()));
		model.addAttribute("prescription", it);
		forConsult(it.consultId(), model);
		return FORM;
	}

	@PostMapping(LIST + "/{id}")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") RxForm form, BindingResult errors,
			Model model) {
		var it = queries.view(id);
		model.addAttribute("prescription", it);
		forConsult(it.consultId(), model);
		var seen = form.version();
		return Forms.submit(errors, () -> commands.edit(id, form.draft(), (seen != null) ? seen : -1), LIST + "/" + id,
				FORM);
	}

	@PostMapping(LIST + "/{id}/issuing")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	ModelAndView issue(@PathVariable UUID id, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + id + "/issuing", "", () -> commands.issue(id, version), LIST + "/" + id,
				() -> page(id), messages);
	}

	@PostMapping(LIST + "/{id}/voiding")
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	ModelAndView withdraw(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + id + "/voiding", reason, () -> commands.withdraw(id, reason, version),
				LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("production/hospital/prescription");
		page.addObject("prescription", queries.view(id));
		page.addObject("changes", history.of("Prescription", id));
		return page;
	}

	private void forConsult(UUID consultId, Model model) {
		var consult = consults.view(consultId);
		model.addAttribute("consult", consult);
		model.addAttribute("pests", pests.on(consult.crop()));
		model.addAttribute("allowed", queries.allowed(consult.crop()));
		model.addAttribute("units", UNITS);
	}

}
