package cn.jinfu.traceability.residue;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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

@Controller
@RequestMapping("/console/laboratories")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:test:view')")
class LaboratoryPages {

	private static final String LIST = "traceability/console/laboratories";

	record LaboratoryForm(@Nullable @NotBlank @Size(max = 100) String name,
			@Nullable @NotBlank @Size(max = 60) String accreditation, @Nullable @NotNull LocalDate validFrom,
			@Nullable @NotNull LocalDate validUntil) {
	}

	private final LaboratoryDesk desk;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("laboratories", desk.all());
		model.addAttribute("form", new LaboratoryForm(null, null, clock.today(), clock.today().plusYears(6)));
		return LIST;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('trace:laboratory:edit')")
	ModelAndView add(@Valid @ModelAttribute("form") LaboratoryForm form, BindingResult errors, Model model) {
		var answer = Forms.submit(errors,
				() -> desk.add(String.valueOf(form.name()), String.valueOf(form.accreditation()),
						Objects.requireNonNull(form.validFrom()), Objects.requireNonNull(form.validUntil())),
				"/console/laboratories", LIST);
		model.addAttribute("laboratories", desk.all());
		return answer;
	}

	@PostMapping("/{id}/term")
	@PreAuthorize("hasAuthority('trace:laboratory:edit')")
	String until(@PathVariable UUID id, @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until,
			@RequestParam long version) {
		desk.until(id, until, version);
		return "redirect:/console/laboratories";
	}

}
