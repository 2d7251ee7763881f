package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
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

/** Label quotas for staff: the balance, its rows, and a further release by two. */
@Controller
@RequestMapping("/console/label-quotas")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:quota:view')")
class LabelQuotaPages {

	private static final String DETAIL = "traceability/brand/quota";

	record ReleaseForm(@Nullable @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @NotBlank @Size(max = 400) String evidence) {
	}

	record CutForm(
			@Nullable @NotNull @Positive @DecimalMax("100") @Digits(integer = 3, fraction = 2) BigDecimal lossPct,
			@Nullable @NotBlank @Size(max = 400) String evidence, @Nullable MultipartFile photo) {
	}

	private final FileStore files;

	private final TransactionTemplate transaction;

	private final LabelQuotaCommands commands;

	private final LabelQuotaQueries queries;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, memberId, after, Paged.limit(limit)));
		return "traceability/brand/quotas";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		model.addAttribute("form", new ReleaseForm(null, null));
		model.addAttribute("cut", new CutForm(null, null, null));
		return DETAIL;
	}

	@PostMapping("/{id}/releases")
	@PreAuthorize("hasAuthority('brand:quota:ask')")
	ModelAndView ask(@PathVariable UUID id, @Valid @ModelAttribute("form") ReleaseForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors,
				() -> commands.ask(id, Objects.requireNonNull(form.kg()), String.valueOf(form.evidence())),
				"/console/label-quotas/" + id, DETAIL);
		model.addAttribute("file", queries.file(id));
		model.addAttribute("cut", new CutForm(null, null, null));
		return view;
	}

	@PostMapping("/{id}/cuts")
	@PreAuthorize("hasAuthority('brand:quota:ask')")
	ModelAndView askCut(@PathVariable UUID id, @Valid @ModelAttribute("cut") CutForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> transaction.executeWithoutResult(_ -> {
			var photo = files
				.store(FileStore.Kind.PHOTO, form.photo(), FileStore.Visibility.MEMBER,
						queries.file(id).quota().memberId())
				.map(FileStore.Stored::fileId)
				.orElse(null);
			commands.askCut(id, Objects.requireNonNull(form.lossPct()), String.valueOf(form.evidence()), photo);
		}), "/console/label-quotas/" + id, DETAIL);
		model.addAttribute("file", queries.file(id));
		model.addAttribute("form", new ReleaseForm(null, null));
		return view;
	}

	@PostMapping("/{id}/releases/{release}/decision")
	@PreAuthorize("hasAuthority('brand:quota:release')")
	String decide(@PathVariable UUID id, @PathVariable UUID release, @RequestParam boolean agreed,
			@RequestParam long version) {
		commands.decide(id, release, agreed, version);
		return "redirect:/console/label-quotas/" + id;
	}

}
