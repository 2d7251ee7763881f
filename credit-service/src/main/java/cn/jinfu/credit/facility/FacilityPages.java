package cn.jinfu.credit.facility;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
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

/**
 * Umbrellas at the desk: proposing, confirming, freezing, parts, and what makes up the
 * figures.
 */
@Controller
@RequestMapping("/console/facilities")
@RequiredArgsConstructor
class FacilityPages {

	private static final String BASE = "/console/facilities/";

	private static final String NEW = "credit/facility/new";

	private static final String PAGE = "credit/facility/facility";

	record UmbrellaForm(@NotNull @Nullable UUID bankId, @Nullable @NotBlank @Size(max = 100) String name,
			@NotNull @PositiveOrZero @Digits(integer = 13, fraction = 2) @Nullable BigDecimal amount,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to) {
	}

	/**
	 * @param key what the part is for: a product's code after P, a township's after T
	 */
	record PartForm(@Nullable @NotBlank @Size(max = 31) String key,
			@NotNull @PositiveOrZero @Digits(integer = 13, fraction = 2) @Nullable BigDecimal amount) {
	}

	private final FacilityDesk desk;

	private final FacilityBook book;

	private final BusinessClock clock;

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	String begin(Model model) {
		model.addAttribute("form", new UmbrellaForm(null, null, null, clock.today(), clock.today().plusYears(1)));
		model.addAttribute("banks", desk.bankChoices());
		return NEW;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	ModelAndView propose(@Valid @ModelAttribute("form") UmbrellaForm form, BindingResult errors, Model model) {
		model.addAttribute("banks", desk.bankChoices());
		return Forms.submit(errors, () -> BASE + desk.propose(given(form.bankId()), given(form.name()).strip(),
				new Money(given(form.amount())), given(form.from()), given(form.to())), NEW);
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	String show(@PathVariable UUID id, Model model) {
		page(id, model);
		model.addAttribute("form", new PartForm(null, null));
		return PAGE;
	}

	private void page(UUID id, Model model) {
		var tree = book.tree(id);
		var me = Actor.current().personId();
		model.addAttribute("u", tree.umbrella());
		model.addAttribute("subs", tree.subs());
		model.addAttribute("reserved", tree.reserved());
		model.addAttribute("used", tree.used());
		model.addAttribute("held", tree.held());
		model.addAttribute("bank", desk.bankName(tree.umbrella().bankId()));
		model.addAttribute("parts", desk.parts(id));
		model.addAttribute("me", me);
		model.addAttribute("names", desk.names());
		model.addAttribute("keys", desk.keys());
		model.addAttribute("changes", desk.changes(id));
	}

	@PostMapping("/{id}/parts")
	@PreAuthorize("hasAuthority('credit:facility:edit')")
	ModelAndView part(@PathVariable UUID id, @Valid @ModelAttribute("form") PartForm form, BindingResult errors,
			Model model) {
		page(id, model);
		return Forms.submit(errors, () -> {
			var key = given(form.key());
			var product = key.startsWith("P") ? key.substring(1) : null;
			var place = key.startsWith("T") ? key.substring(1) : null;
			desk.proposeShare(id, product, place, new Money(given(form.amount())));
			return BASE + id;
		}, PAGE);
	}

	/** The reason is the number of the bank's approval. */
	@PostMapping("/{id}/parts/{partId}/confirmation")
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	String confirmPart(@PathVariable UUID id, @PathVariable UUID partId, @RequestParam String reason,
			@RequestParam long version) {
		desk.confirmShare(partId, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/parts/{partId}/refusal")
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	String refusePart(@PathVariable UUID id, @PathVariable UUID partId, @RequestParam String reason,
			@RequestParam long version) {
		desk.refuseShare(partId, reason, version);
		return "redirect:" + BASE + id;
	}

	/** The reason is the number of the bank's approval. */
	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	String confirm(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.confirm(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/refusal")
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	String refuse(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.refuse(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/freeze")
	@PreAuthorize("hasAnyAuthority('credit:facility:edit', 'credit:facility:approve')")
	String freeze(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.freeze(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@PostMapping("/{id}/lift")
	@PreAuthorize("hasAuthority('credit:facility:approve')")
	String lift(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.lift(id, reason, version);
		return "redirect:" + BASE + id;
	}

	@GetMapping("/{id}/uses")
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	String uses(@PathVariable UUID id, @RequestParam(required = false) @Nullable String product,
			@RequestParam(required = false) @Nullable String township,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("u", book.tree(id).umbrella());
		model.addAttribute("page", desk.uses(id, product, township, after, Paged.limit(limit)));
		model.addAttribute("names", desk.names());
		return "credit/facility/uses";
	}

}
