package cn.jinfu.platform.clock;

import java.time.LocalDate;

import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The business date of a demo, and moving it forward. */
@Controller
@RequestMapping("/console/business-clock")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:clock:move')")
class ClockPages {

	private static final String PAGE = "platform/clock/clock";

	record MoveForm(@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate date) {
	}

	private final ClockDesk desk;

	@GetMapping
	String show(Model model) {
		var state = desk.state();
		model.addAttribute("state", state);
		model.addAttribute("form", new MoveForm(null));
		return PAGE;
	}

	@PostMapping
	ModelAndView move(@Valid @ModelAttribute("form") MoveForm form, BindingResult errors, Model model) {
		model.addAttribute("state", desk.state());
		return Forms.submit(errors, () -> {
			var date = form.date();
			if (date != null) {
				desk.move(date);
			}
		}, "/console/business-clock", PAGE);
	}

}
