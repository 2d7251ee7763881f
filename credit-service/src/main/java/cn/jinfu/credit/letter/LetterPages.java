package cn.jinfu.credit.letter;

import java.util.UUID;

import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.guarantee.Guarantor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Masks;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.web.PublicUrl;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
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

/** Letters on the phone, at the desk, on paper, and to whoever holds one. */
@Controller
@RequiredArgsConstructor
class LetterPages {

	private static final String DESK = "credit/letter/letter";

	record ScanForm(@Nullable MultipartFile paper) {
	}

	private final LetterBook letters;

	private final GuaranteeBook guarantees;

	private final PublicUrl address;

	@GetMapping("/portal/letters")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String own(Model model) {
		model.addAttribute("letters", letters.own());
		return "credit/portal/letters";
	}

	/** With its code as a picture, to be shown across a counter. */
	@GetMapping("/portal/letters/{id}")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String own(@PathVariable UUID id, Model model) {
		fill(letters.require(id), model);
		return "credit/portal/letter";
	}

	private void fill(LetterBook.Letter letter, Model model) {
		model.addAttribute("l", letter);
		model.addAttribute("issuer", (letter.kind() == LetterBook.Kind.GUARANTEE)
				? guarantees.guarantor().map(Guarantor::name).orElse(null) : null);
		model.addAttribute("picture", QrPicture.of(address.of("/c/l/" + letter.verifyCode())));
	}

	@GetMapping("/console/letters/{id}")
	@PreAuthorize("hasAuthority('credit:application:open')")
	String desk(@PathVariable UUID id, Model model) {
		fill(letters.require(id), model);
		model.addAttribute("form", new ScanForm(null));
		return DESK;
	}

	/** To be printed, signed and stamped. */
	@GetMapping("/console/letters/{id}/paper")
	@PreAuthorize("hasAuthority('credit:application:open')")
	String paper(@PathVariable UUID id, Model model) {
		fill(letters.require(id), model);
		return "credit/letter/paper";
	}

	@PostMapping("/console/letters/{id}/scan")
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:approve')")
	ModelAndView scan(@PathVariable UUID id, @Valid @ModelAttribute("form") ScanForm form, BindingResult errors,
			Model model) {
		fill(letters.require(id), model);
		return Forms.submit(errors, () -> letters.scanned(id, form.paper()), "/console/letters/" + id, DESK);
	}

	/**
	 * What a stranger learns: whether it stands, and as much of it as tells it is this
	 * one.
	 */
	@GetMapping("/c/l/{code}")
	String verify(@PathVariable String code, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		var letter = letters.byCode(code);
		model.addAttribute("l", letter);
		model.addAttribute("holder", Masks.name(letter.holder()));
		return "credit/public/letter";
	}

}
