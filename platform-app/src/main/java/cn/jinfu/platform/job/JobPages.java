package cn.jinfu.platform.job;

import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** How the platform's own work went, and doing it again. */
@Controller
@RequestMapping("/console/jobs")
@PreAuthorize("hasAuthority('platform:job:manage')")
@RequiredArgsConstructor
class JobPages {

	private static final int SHOWN = 50;

	record RunForm(@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate date) {
	}

	private final Jobs jobs;

	private final JobRuns runs;

	private final JobQueries queries;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("jobs", queries.all());
		return "platform/job/list";
	}

	@GetMapping("/{name}")
	String show(@PathVariable String name, Model model) {
		facts(name, model);
		model.addAttribute("form", new RunForm(clock.today()));
		return "platform/job/job";
	}

	@PostMapping("/{name}/runs")
	ModelAndView run(@PathVariable String name, @Valid @ModelAttribute("form") RunForm form, BindingResult errors,
			Model model) {
		facts(name, model);
		var date = form.date();
		return Forms.submit(errors, () -> {
			if (date != null) {
				jobs.start(name, date);
			}
		}, "/console/jobs/" + name, "platform/job/job");
	}

	private void facts(String name, Model model) {
		var job = queries.one(name);
		model.addAttribute("job", job.name());
		model.addAttribute("runs", runs.of(name, SHOWN));
		model.addAttribute("next", job.next());
		model.addAttribute("today", clock.today());
	}

}
