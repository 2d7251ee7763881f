package cn.jinfu.credit.document;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.product.ProductDesk;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The papers of banks: kept by the federation, read by the bank and by farms. */
@Controller
@RequiredArgsConstructor
class DocumentPages {

	private static final String PATH = "/console/document-templates";

	private static final String PAGE = "credit/document/list";

	/**
	 * @param pair client id of the bank and code of the product, with a blank between
	 */
	record TemplateForm(@Nullable @NotBlank @Size(max = 70) String pair, @NotNull @Nullable DocumentKind kind,
			@Nullable @NotBlank @Size(max = 60) String title,
			@Nullable @NotNull @Size(min = 1, max = 4) List<SignatureKind> signedWhere,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@Nullable @NotBlank @Size(min = 2, max = 200) String note, @Nullable MultipartFile file) {

		static final TemplateForm EMPTY = new TemplateForm(null, null, null, null, null, null, null);

	}

	private final DocumentTemplates templates;

	private final ProductDesk products;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping(PATH)
	@PreAuthorize("hasAuthority('credit:product:view')")
	String list(Model model) {
		fill(model);
		model.addAttribute("form", TemplateForm.EMPTY);
		return PAGE;
	}

	private void fill(Model model) {
		model.addAttribute("templates", templates.all());
		model.addAttribute("today", clock.today());
		model.addAttribute("kinds", DocumentKind.values());
		model.addAttribute("places", SignatureKind.values());
		model.addAttribute("pairs", pairs());
	}

	/** Each bank with each product that it lends in any edition, by its newest name. */
	private List<Choice> pairs() {
		var names = new LinkedHashMap<String, String>();
		for (var it : products.list()) {
			for (var bank : it.banks()) {
				names.putIfAbsent(bank.clientId() + " " + it.product().code(),
						bank.name() + " · " + it.product().name());
			}
		}
		return names.entrySet().stream().map(it -> new Choice(it.getKey(), it.getValue())).toList();
	}

	@PostMapping(PATH)
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ModelAndView propose(@Valid @ModelAttribute("form") TemplateForm form, BindingResult errors, Model model) {
		fill(model);
		return Forms.submit(errors, () -> {
			var pair = (given(form.pair()) + " ").split(" ", 3);
			templates.propose(new DocumentTemplates.Wanted(pair[0], pair[1], given(form.kind()), given(form.title()),
					given(form.signedWhere()), given(form.from()), given(form.note())), form.file());
		}, PATH, PAGE);
	}

	@PostMapping(PATH + "/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> templates.confirm(id), model);
	}

	@PostMapping(PATH + "/{id}/declining")
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	ModelAndView decline(@PathVariable UUID id, Model model) {
		return act(id + "/declining", "", () -> templates.decline(id), model);
	}

	@PostMapping(PATH + "/{id}/ending")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ModelAndView end(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/ending", reason, () -> templates.end(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

	@GetMapping(PATH + "/{id}/file")
	@PreAuthorize("hasAuthority('credit:product:view')")
	ResponseEntity<byte[]> file(@PathVariable UUID id) {
		return answer(templates.file(id));
	}

	@GetMapping("/console/bank-documents")
	@PreAuthorize("hasAuthority('credit:bank-case:view')")
	String ofBank(Model model) {
		model.addAttribute("templates", templates.ofBank(Actor.current().bankClient()));
		model.addAttribute("today", clock.today());
		return "credit/document/bank";
	}

	@GetMapping("/console/bank-documents/{id}/file")
	@PreAuthorize("hasAuthority('credit:bank-case:view')")
	ResponseEntity<byte[]> fileOfBank(@PathVariable UUID id) {
		return answer(templates.fileOfBank(id, Actor.current().bankClient()));
	}

	@GetMapping("/portal/loan-documents/{id}/file")
	@PreAuthorize("hasAuthority('credit:own:view')")
	ResponseEntity<byte[]> fileForFarm(@PathVariable UUID id) {
		return answer(templates.fileInForce(id));
	}

	private static ResponseEntity<byte[]> answer(DocumentTemplates.Content file) {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noCache().cachePrivate())
			.header("Content-Disposition",
					ContentDisposition.attachment().filename(file.name(), StandardCharsets.UTF_8).build().toString())
			.header("X-Content-Type-Options", "nosniff")
			.header("Content-Security-Policy", "default-src 'none'; sandbox")
			.contentType(MediaType.parseMediaType(file.mediaType()))
			.body(file.bytes());
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
