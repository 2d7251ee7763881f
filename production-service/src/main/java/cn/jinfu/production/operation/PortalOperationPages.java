package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.Plain;
import cn.jinfu.production.fieldcase.FieldCases;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.weather.DayAdvice;
import cn.jinfu.production.weather.WeatherAdvices;
import jakarta.validation.Valid;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * Three taps: which field, what, how much. The page is a plain GET until it is saved, so
 * the earliest harvest day shows before he sprays; a day to come makes it a plan.
 */
@Controller
@RequestMapping("/portal/operations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:record')")
class PortalOperationPages {

	private static final String LIST = "/portal/operations";

	/** For planned work so many days ahead the weather is shown. */
	private static final int DAYS = 3;

	private static final String FORM = "production/portal/operation-form";

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final FieldCases cases;

	private final OperationForms forms;

	private final PlantingQueries plantings;

	private final InputHoldings holdings;

	private final MessageSource messages;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final WeatherAdvices weather;

	@GetMapping
	String list(Model model) {
		var memberId = Actor.current().memberId();
		var planned = queries.planned(memberId, clock.today().plusYears(1));
		model.addAttribute("planned", planned);
		model.addAttribute("weatherAdvice", soon(planned));
		model.addAttribute("operations",
				queries.list(OperationQueries.Filter.ofMember(memberId, 30))
					.items()
					.stream()
					.filter(it -> it.state() != OperationState.PLANNED)
					.toList());
		return "production/portal/operations";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var operation = queries.view(id);
		model.addAttribute("operation", operation);
		model.addAttribute("weatherAdvice", soon(List.of(operation)).getOrDefault(id, List.of()));
		model.addAttribute("changes", history.of("FieldOperation", id));
		model.addAttribute("today", clock.today());
		model.addAttribute("cases", cases.ofOperation(id));
		return "production/portal/operation";
	}

	/** What the weather says of work that is planned for the next days. */
	private Map<UUID, List<DayAdvice>> soon(List<OperationView> operations) {
		return operations.stream()
			.filter(it -> it.state() == OperationState.PLANNED && !it.on().isAfter(clock.today().plusDays(DAYS)))
			.collect(Collectors.toMap(OperationView::id, it -> weather.of(it.kind(), it.on(), it.plantingIds())));
	}

	/**
	 * @param like an earlier entry to be done once more
	 * @param said the work in one typed sentence; it fills the form
	 */
	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID like,
			@RequestParam(required = false) @Nullable String said, @ModelAttribute("form") OperationForm asked,
			BindingResult unread, Model model) {
		var form = (like != null) ? again(queries.view(like)) : asked;
		if (said != null && !said.isBlank()) {
			var heard = heard(said);
			model.addAttribute("said", said.substring(0, Math.min(said.length(), Said.LETTERS)));
			model.addAttribute("heard", heard);
			form = form.told(heard, clock.today());
		}
		var memberId = Actor.current().memberId();
		var filled = forms.opened(form, memberId);
		model.addAttribute("form", filled);
		model.addAttribute("last", queries.last(memberId).orElse(null));
		forms.choices(filled, memberId, model);
		return FORM;
	}

	@PostMapping
	ModelAndView record(@Valid @ModelAttribute("form") OperationForm form, BindingResult errors, Model model) {
		forms.choices(form, Actor.current().memberId(), model);
		return Forms.submit(errors,
				() -> LIST + "/"
						+ commands.enter(forms.done(form, Once.clientUid(form.requestKey())), form.voiceNoteId()),
				FORM);
	}

	@PostMapping("/{id}/carrying-out")
	String carryOut(@PathVariable UUID id, @RequestParam long version) {
		commands.carryOut(id, clock.today(), null, version);
		return "redirect:" + LIST + "/" + id;
	}

	@PostMapping("/{id}/photos")
	ModelAndView picture(@PathVariable UUID id, @RequestParam(required = false) @Nullable List<MultipartFile> photos,
			Model model) {
		return RefusedAct.submit(LIST + "/" + id + "/photos", "", () -> commands.picture(id, sent(photos)),
				LIST + "/" + id, () -> new ModelAndView(show(id, model)), messages);
	}

	@PostMapping("/{id}/voiding")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		commands.strike(id, reason);
		return "redirect:" + LIST + "/" + id;
	}

	private Said heard(String sentence) {
		var memberId = Actor.current().memberId();
		return Said.of(sentence,
				plantings.active(memberId)
					.stream()
					.map(it -> new Said.Field(it.id(), it.plotName(), it.cropName()))
					.toList(),
				holdings.ofMember(memberId)
					.stream()
					.map(it -> new Said.Held(it.inputId() + "/" + it.lotNo(), it.inputName()))
					.toList());
	}

	private static List<MultipartFile> sent(@Nullable List<MultipartFile> photos) {
		return (photos == null) ? List.of() : photos.stream().filter(photo -> !photo.isEmpty()).toList();
	}

	/** An entry like an earlier one, today. */
	private OperationForm again(OperationView like) {
		var told = like.told();
		return new OperationForm(null, like.plantingIds(), like.kind(), clock.today(),
				(like.inputId() != null) ? like.inputId() + "/" + like.lotNo() : null,
				(told != null) ? told.count() : Plain.orNull(like.quantity()), (told != null) ? told.unit() : null,
				(told != null) ? told.each() : null, (told != null) ? told.unit() : null, like.pest(), like.method(),
				Plain.orNull(like.amount()), like.amountUnit(), null,
				like.workers().stream().map(About.Worker::name).collect(Collectors.joining(" ")), hours(like),
				like.note(), null, null);
	}

	/** The hours of each, where all worked the same. */
	private static @Nullable BigDecimal hours(OperationView like) {
		var all = like.workers().stream().map(About.Worker::hours).distinct().toList();
		return (all.size() == 1) ? Plain.orNull(all.getFirst()) : null;
	}

}
