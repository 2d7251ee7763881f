package cn.jinfu.member.duty;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
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
import org.springframework.web.servlet.ModelAndView;

/** The roster: who is on duty, and planning the next. */
@Controller
@RequestMapping("/console/duty-shifts")
@PreAuthorize("hasAuthority('member:organisation:view')")
@RequiredArgsConstructor
class DutyPages {

	private static final String PAGE = "member/duty/shifts";

	private static final LocalTime EVENING = LocalTime.of(17, 30);

	private static final LocalTime MORNING = LocalTime.of(8, 30);

	/**
	 * @param to of the same day, or of the next when it is not later than {@code from}
	 */
	record ShiftForm(@Nullable @NotNull UUID organisationId, @Nullable @NotBlank @Size(max = 60) String personName,
			@Nullable @NotBlank @Size(max = 20) String phone, @Nullable @NotNull LocalDate day,
			@Nullable @NotNull @DateTimeFormat(pattern = "HH:mm") LocalTime from,
			@Nullable @NotNull @DateTimeFormat(pattern = "HH:mm") LocalTime to) {

		DutyDesk.Plan plan() {
			var begins = Objects.requireNonNull(from);
			var ends = Objects.requireNonNull(to);
			var on = Objects.requireNonNull(day);
			var last = ends.isAfter(begins) ? on : on.plusDays(1);
			return new DutyDesk.Plan(Objects.requireNonNull(organisationId), String.valueOf(personName),
					String.valueOf(phone), begins.atDate(on).atZone(BusinessClock.ZONE).toInstant(),
					ends.atDate(last).atZone(BusinessClock.ZONE).toInstant());
		}
	}

	private final DutyDesk desk;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("form", new ShiftForm(null, null, null, clock.today(), EVENING, MORNING));
		shown(model);
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('member:duty:edit')")
	ModelAndView plan(@Valid @ModelAttribute("form") ShiftForm form, BindingResult errors, Model model) {
		var answer = Forms.submit(errors, () -> {
			desk.plan(form.plan());
		}, "/console/duty-shifts", PAGE);
		shown(model);
		return answer;
	}

	@PostMapping("/{id}/removal")
	@PreAuthorize("hasAuthority('member:duty:edit')")
	String remove(@PathVariable UUID id) {
		desk.remove(id);
		return "redirect:/console/duty-shifts";
	}

	private void shown(Model model) {
		model.addAttribute("shifts", desk.coming());
		model.addAttribute("own", Actor.current().may(DutyDesk.EDIT) ? desk.own() : java.util.List.of());
	}

}
