package cn.jinfu.production.hospital;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.production.Crops;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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
import org.springframework.web.servlet.ModelAndView;

/** Hospitals and doctors, kept by the county's production officer. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:hospital:manage')")
class HospitalPages {

	private static final String LIST = "/console/crop-hospitals";

	private static final String DOCTORS = "/console/crop-doctors";

	private static final String HOSPITAL_FORM = "production/hospital/hospital-form";

	private static final String DOCTOR_FORM = "production/hospital/doctor-form";

	record HospitalForm(@Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotBlank @Size(max = 120) String address, @Nullable @NotBlank @Size(max = 60) String hours,
			@Nullable @NotBlank @Size(max = 30) String phone, @Nullable @NotNull @Min(0) @Max(5) Integer star,
			@Nullable Boolean active, @Nullable Long version) {

		Doctors.HospitalText text() {
			return new Doctors.HospitalText(Objects.toString(name, ""), Objects.toString(address, ""),
					Objects.toString(hours, ""), Objects.toString(phone, ""), Objects.requireNonNullElse(star, 0),
					Boolean.TRUE.equals(active), false);
		}

	}

	record DoctorForm(@Nullable @NotNull UUID hospitalId, @Nullable @NotBlank @Size(max = 60) String login,
			@Nullable @NotBlank @Size(max = 60) String name, @Nullable @NotNull DoctorLevel level,
			@Nullable @NotEmpty Set<Crops.Group> fields, @Nullable @NotNull @Min(1) @Max(200) Integer dailyQuota,
			@Nullable Boolean active, @Nullable Long version) {

		public boolean knows(Crops.Group field) {
			return fields != null && fields.contains(field);
		}

		Doctors.DoctorText text() {
			return new Doctors.DoctorText(Objects.requireNonNull(hospitalId), Objects.toString(login, ""),
					Objects.toString(name, ""), Objects.requireNonNull(level),
					Objects.requireNonNullElse(fields, Set.of()), Objects.requireNonNullElse(dailyQuota, 1),
					Boolean.TRUE.equals(active), false);
		}

	}

	private final Doctors doctors;

	@GetMapping(LIST)
	@PreAuthorize("hasAuthority('production:consult:view')")
	String list(Model model) {
		model.addAttribute("hospitals", doctors.hospitals());
		model.addAttribute("doctors", doctors.all());
		return "production/hospital/hospitals";
	}

	@GetMapping(LIST + "/new")
	String blank(Model model) {
		model.addAttribute("form", new HospitalForm(null, null, null, null, 0, true, null));
		return HOSPITAL_FORM;
	}

	@PostMapping(LIST)
	ModelAndView open(@Valid @ModelAttribute("form") HospitalForm form, BindingResult errors) {
		return Forms.submit(errors, () -> {
			doctors.open(form.text());
			return LIST;
		}, HOSPITAL_FORM);
	}

	@GetMapping(LIST + "/{id}/edit")
	String edit(@PathVariable UUID id, Model model) {
		var it = doctors.hospital(id);
		model.addAttribute("id", id);
		model.addAttribute("form", new HospitalForm(it.name(), it.address(), it.hours(), it.phone(), it.star(),
				it.active(), it.version()));
		return HOSPITAL_FORM;
	}

	@PostMapping(LIST + "/{id}")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") HospitalForm form, BindingResult errors,
			Model model) {
		model.addAttribute("id", id);
		var seen = form.version();
		return Forms.submit(errors, () -> doctors.change(id, form.text(), (seen != null) ? seen : -1), LIST,
				HOSPITAL_FORM);
	}

	@GetMapping(DOCTORS + "/new")
	String newDoctor(Model model) {
		model.addAttribute("form", new DoctorForm(null, null, null, DoctorLevel.MIDDLE, Set.of(), 20, true, null));
		choices(model);
		return DOCTOR_FORM;
	}

	@PostMapping(DOCTORS)
	ModelAndView employ(@Valid @ModelAttribute("form") DoctorForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			doctors.employ(form.text());
			return LIST;
		}, DOCTOR_FORM);
	}

	@GetMapping(DOCTORS + "/{id}/edit")
	String editDoctor(@PathVariable UUID id, Model model) {
		var it = doctors.view(id);
		model.addAttribute("id", id);
		model.addAttribute("form", new DoctorForm(it.hospitalId(), it.login(), it.name(), it.level(),
				Set.copyOf(it.fields()), it.dailyQuota(), it.active(), it.version()));
		choices(model);
		return DOCTOR_FORM;
	}

	@PostMapping(DOCTORS + "/{id}")
	ModelAndView changeDoctor(@PathVariable UUID id, @Valid @ModelAttribute("form") DoctorForm form,
			BindingResult errors, Model model) {
		model.addAttribute("id", id);
		choices(model);
		var seen = form.version();
		return Forms.submit(errors, () -> doctors.change(id, form.text(), (seen != null) ? seen : -1), LIST,
				DOCTOR_FORM);
	}

	private void choices(Model model) {
		model.addAttribute("hospitals", doctors.hospitals());
		model.addAttribute("levels", DoctorLevel.values());
		model.addAttribute("groups", Crops.Group.values());
	}

}
