package cn.jinfu.kernel.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Step;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.multipart.MultipartFile;

/** Every fragment once, for whoever writes a page. Only where it is asked for. */
@Controller
@ConditionalOnProperty("jinfu.ui-sheet")
@RequiredArgsConstructor
class UiSheetPages {

	/** One field of each kind. */
	public record SampleForm(@Nullable @NotBlank String name, @Nullable @NotNull BigDecimal areaMu,
			@Nullable BigDecimal amount,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate since,
			@Nullable @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime at, @Nullable @NotBlank String kind,
			Step.@Nullable State state, @Nullable String choice, @Nullable String note, @Nullable MultipartFile photo,
			@Nullable MultipartFile picture, boolean agreed, @Nullable Long version, @Nullable String requestKey) {
	}

	private static final Duration LATE = Duration.ofHours(27);

	private final BusinessClock clock;

	@ModelAttribute("choices")
	List<Choice> choices() {
		return List.of(new Choice("a", "A", "1.5", "spray"), new Choice("b", "B", null, "droplet"),
				new Choice("c", "C", null, "basket"));
	}

	@ModelAttribute("steps")
	List<Step> steps() {
		return List.of(new Step("1", "A", "11-19 09:12", Step.State.DONE, false),
				new Step("2", "B", "27 / 24", Step.State.NOW, true), new Step("3", "C", "", Step.State.TODO, false));
	}

	@ModelAttribute("states")
	List<Step.State> states() {
		return List.of(Step.State.values());
	}

	@ModelAttribute("rows")
	Paged<Choice> rows() {
		return new Paged<>(choices(), "bmV4dA", 638, false);
	}

	@ModelAttribute("late")
	Instant late() {
		return clock.now().minus(LATE);
	}

	@ModelAttribute("chart")
	List<List<String>> chart() {
		return List.of(List.of("11-20", "2,402", "1,790"), List.of("11-21", "2,688", "1,988"),
				List.of("11-22", "2,514", "1,861"));
	}

	@GetMapping("/ui")
	String sheet(Model model) {
		model.addAttribute("form",
				new SampleForm("", new BigDecimal("126.50"), new BigDecimal("600000.00"), clock.today(),
						clock.today().atTime(9, 12), "a", Step.State.NOW, "a", "", null, null, true, 3L,
						UUID.randomUUID().toString()));
		return "ui/sheet";
	}

	@PostMapping("/ui")
	String refused(@Valid @ModelAttribute("form") SampleForm form, BindingResult errors) {
		errors.reject("problem.kernel.stale");
		return "ui/sheet";
	}

}
