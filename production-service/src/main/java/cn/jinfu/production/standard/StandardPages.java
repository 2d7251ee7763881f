package cn.jinfu.production.standard;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Crops;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/crop-standards")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class StandardPages {

	private static final String LIST = "/console/crop-standards";

	private static final String FORM = "production/standard/standard-form";

	/**
	 * @param varieties between commas or spaces
	 * @param stages one a line: name, first day, last day
	 * @param tasks one a line: stage, kind, what, first day, last day
	 * @param limits one a line: stage or nothing, substance or input, dose, unit, times
	 * @param ranges one a line: stage, channel, low, high
	 */
	record StandardForm(@Nullable @NotBlank String crop, @Nullable @Size(max = 40) String varietyGroup,
			@Nullable @Size(max = 400) String varieties,
			@Nullable @NotNull @Min(1) @Max(StandardContent.LONGEST) Integer harvestDays,
			@Nullable @NotBlank @Size(max = 200) String source, @Nullable @NotBlank @Size(max = 2000) String stages,
			@Nullable @Size(max = 6000) String tasks, @Nullable @Size(max = 4000) String limits,
			@Nullable @Size(max = 4000) String ranges, @Nullable Long version) {

		StandardLines.Boxes boxes() {
			return new StandardLines.Boxes(stages, tasks, limits, ranges);
		}

		StandardCommands.Text text(StandardContent content) {
			var days = harvestDays;
			if (days == null) {
				throw new IllegalStateException("validated before");
			}
			return new StandardCommands.Text(String.valueOf(crop), said(varietyGroup),
					Arrays.stream(said(varieties).split("[,\\s\uff0c\u3001]+")).filter(it -> !it.isEmpty()).toList(),
					days, String.valueOf(source), false, content);
		}

		private static String said(@Nullable String text) {
			return (text != null) ? text : "";
		}

	}

	private final StandardCommands commands;

	private final StandardQueries queries;

	private final StandardLines lines;

	private final Crops crops;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable StandardState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new StandardQueries.Filter(crop, state, after, Paged.limit(limit))));
		model.addAttribute("crops", crops());
		model.addAttribute("states", StandardState.values());
		return "production/standard/standards";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("standard", queries.view(id));
		var content = queries.content(id);
		model.addAttribute("content", content);
		model.addAttribute("channels", queries.channels(content));
		model.addAttribute("changes", history.of(StandardCommands.TYPE, id));
		return "production/standard/standard";
	}

	/**
	 * @param from an edition to begin with
	 */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:standard:draft')")
	String blank(@RequestParam(required = false) @Nullable UUID from, Model model) {
		model.addAttribute("form", (from != null) ? form(queries.view(from), null)
				: new StandardForm(null, null, null, null, null, null, null, null, null, null));
		model.addAttribute("crops", crops());
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:standard:draft')")
	ModelAndView draft(@Valid @ModelAttribute("form") StandardForm form, BindingResult errors, Model model) {
		model.addAttribute("crops", crops());
		return Forms.submit(errors, () -> LIST + "/" + commands.draft(form.text(lines.read(form.boxes()))), FORM);
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('production:standard:draft')")
	String edit(@PathVariable UUID id, Model model) {
		var standard = queries.view(id);
		model.addAttribute("standard", standard);
		model.addAttribute("form", form(standard, standard.version()));
		model.addAttribute("crops", crops());
		return FORM;
	}

	@PostMapping("/{id}")
	@PreAuthorize("hasAuthority('production:standard:draft')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") StandardForm form, BindingResult errors,
			Model model) {
		model.addAttribute("standard", queries.view(id));
		model.addAttribute("crops", crops());
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.edit(id, form.text(lines.read(form.boxes())), (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

	@PostMapping("/{id}/submission")
	@PreAuthorize("hasAuthority('production:standard:draft')")
	ModelAndView submit(@PathVariable UUID id, @RequestParam long version, Model model) {
		return act(id, "/submission", "", () -> commands.submit(id, version), model);
	}

	@PostMapping("/{id}/discarding")
	@PreAuthorize("hasAuthority('production:standard:draft')")
	ModelAndView discard(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/discarding", reason, () -> commands.discard(id, reason, version), model);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	ModelAndView confirm(@PathVariable UUID id, @RequestParam long version, Model model) {
		return act(id, "/confirmation", "", () -> commands.confirm(id, version), model);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	ModelAndView giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/return", reason, () -> commands.giveBack(id, reason, version), model);
	}

	@PostMapping("/{id}/retirement")
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	ModelAndView retire(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/retirement", reason, () -> commands.retire(id, reason, version), model);
	}

	private StandardForm form(StandardView standard, @Nullable Long version) {
		var boxes = lines.write(queries.content(standard.id()));
		return new StandardForm(standard.crop(), standard.varietyGroup(), String.join(", ", standard.varieties()),
				standard.harvestDays(), standard.source(), boxes.stages(), boxes.tasks(), boxes.limits(),
				boxes.ranges(), version);
	}

	private List<Choice> crops() {
		return crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList();
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
