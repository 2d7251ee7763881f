package cn.jinfu.traceability.box;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.code.PublicAddress;
import cn.jinfu.traceability.lot.LotQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Packing boxes on the phone: what goes in, the code to stick on, what comes out. */
@Controller
@RequestMapping("/portal/boxes")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:step:record')")
class PortalBoxPages {

	private static final String FORM = "traceability/box/portal-new";

	private static final String ONE = "traceability/box/portal-box";

	private static final int SHOWN = 50;

	private static final Pattern PART = Pattern.compile("kg-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

	private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,9}([.][0-9]{1,3})?");

	/**
	 * @param parts stands for the fields {@code kg-<lot>}
	 */
	record BoxForm(@Nullable @Size(max = 30) String sscc, @Nullable String parts,
			@Nullable @Size(max = 50) List<UUID> boxes, @Nullable Long version) {

		BoxCommands.Load load(List<BoxCommands.Part> parts) {
			return new BoxCommands.Load(parts, (boxes != null) ? boxes : List.of());
		}
	}

	record OutForm(@Nullable UUID lotId, @Nullable UUID boxId, @Nullable @NotNull Long version) {
	}

	private final BoxCommands commands;

	private final BoxQueries queries;

	private final LotQueries lots;

	private final PublicAddress addresses;

	@GetMapping
	String list(Model model) {
		model.addAttribute("boxes", queries.list(null, SHOWN).items());
		return "traceability/box/portal-boxes";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID lot, Model model) {
		choices(model, Map.of());
		model.addAttribute("chosen", lot);
		model.addAttribute("form", new BoxForm(null, null, null, null));
		return FORM;
	}

	@PostMapping
	ModelAndView pack(@Valid @ModelAttribute("form") BoxForm form, BindingResult errors,
			@RequestParam Map<String, String> given, Model model) {
		choices(model, given);
		return Forms.submit(errors,
				() -> "/portal/boxes/" + commands.pack(Actor.current().memberId(),
						(form.sscc() == null || form.sscc().isBlank()) ? null : form.sscc(), form.load(parts(given))),
				FORM);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var box = facts(id, model);
		model.addAttribute("form", new BoxForm(null, null, null, box.version()));
		return ONE;
	}

	@PostMapping("/{id}/contents")
	ModelAndView add(@PathVariable UUID id, @Valid @ModelAttribute("form") BoxForm form, BindingResult errors,
			@RequestParam Map<String, String> given, Model model) {
		var answer = Forms.submit(errors, () -> commands.add(Actor.current().memberId(), id, form.load(parts(given)),
				Objects.requireNonNullElse(form.version(), 0L)), "/portal/boxes/" + id, ONE);
		facts(id, model);
		model.addAttribute("typed", given);
		return answer;
	}

	@PostMapping("/{id}/unpacking")
	String takeOut(@PathVariable UUID id, @Valid OutForm form) {
		var version = Objects.requireNonNull(form.version());
		if (form.boxId() != null) {
			commands.takeOutBox(Actor.current().memberId(), id, form.boxId(), version);
		}
		else {
			commands.takeOut(Actor.current().memberId(), id, form.lotId(), version);
		}
		return "redirect:/portal/boxes/" + id;
	}

	private BoxQueries.BoxView facts(UUID id, Model model) {
		var box = queries.view(id);
		model.addAttribute("box", box);
		model.addAttribute("contents", queries.contents(id));
		model.addAttribute("inside", queries.inside(id));
		model.addAttribute("picture", QrPicture.of(addresses.of(box.path())));
		choices(model, Map.of());
		model.addAttribute("loose", loose().filter(it -> !it.id().equals(id)).toList());
		return box;
	}

	private void choices(Model model, Map<String, String> given) {
		model.addAttribute("typed", given);
		model.addAttribute("loose", loose().toList());
		model.addAttribute("lots",
				lots.list(LotQueries.Filter.ofMember(Actor.current().memberId(), SHOWN))
					.items()
					.stream()
					.filter(it -> it.kgLeft().signum() > 0)
					.toList());
	}

	private Stream<BoxQueries.BoxView> loose() {
		return queries.list(null, SHOWN).items().stream().filter(BoxQueries.BoxView::loose);
	}

	private static List<BoxCommands.Part> parts(Map<String, String> given) {
		var parts = new ArrayList<BoxCommands.Part>();
		given.forEach((name, value) -> {
			var part = PART.matcher(name);
			if (!part.matches() || value.isBlank()) {
				return;
			}
			if (!WEIGHT.matcher(value.strip()).matches()) {
				throw new RuleBroken("trace.step.number", value).at("parts");
			}
			parts.add(new BoxCommands.Part(UUID.fromString(part.group(1)), new BigDecimal(value.strip())));
		});
		return parts;
	}

}
