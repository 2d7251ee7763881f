package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.Farms;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.multipart.MultipartFile;

/** What the farm's phone and the counter's form of a plot have in common. */
@Component
@RequiredArgsConstructor
class PlotForms {

	record PlotForm(@Nullable String requestKey, @Nullable @NotBlank @Size(max = 40) String name,
			@Nullable @NotNull PlotKind kind, @Nullable @NotBlank String township, @Nullable String village,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu,
			@Nullable @Positive @Digits(integer = 5, fraction = 4) BigDecimal contractMu, @Nullable MultipartFile photo,
			@Nullable Long version) {

		/** What a second sending must agree in. */
		String said() {
			return name + "/" + kind + "/" + township + "/" + village + "/" + declaredMu + "/" + contractMu;
		}

	}

	private final Divisions divisions;

	private final Farms farms;

	Plot.Description description(PlotForm form) {
		var name = form.name();
		var kind = form.kind();
		var area = form.declaredMu();
		var village = form.village();
		if (name == null || kind == null || area == null) {
			throw new IllegalStateException("validated before");
		}
		if (village == null || village.isBlank()) {
			throw new RuleBroken("production.plot.village-missing").at("village");
		}
		var code = divisions.require(new DivisionCode(village)).code();
		if (!code.value().startsWith(String.valueOf(form.township()))) {
			throw new RuleBroken("production.plot.village-elsewhere").at("village");
		}
		var contract = form.contractMu();
		return new Plot.Description(name, kind, code, divisions.name(code), new AreaMu(area),
				(contract != null) ? new AreaMu(contract) : null, null);
	}

	/** The township where the farm is at home, else the county's first. */
	String home(UUID memberId) {
		var at = division(memberId);
		return (at.length() >= 9) ? at.substring(0, 9) : townships().stream().findFirst().map(Choice::value).orElse("");
	}

	@Nullable String village(UUID memberId) {
		var at = division(memberId);
		return (at.length() == 12) ? at : null;
	}

	private String division(UUID memberId) {
		var member = farms.inSet(Set.of(memberId)).get(memberId);
		return (member != null) ? member.divisionCode() : "";
	}

	private List<Choice> townships() {
		return below(Actor.current().tenantId());
	}

	private List<Choice> below(String code) {
		return divisions.children(new DivisionCode(code))
			.stream()
			.map(it -> new Choice(it.code().value(), it.name()))
			.toList();
	}

	void choices(String township, Model model) {
		model.addAttribute("kinds", PlotKind.values());
		model.addAttribute("townships", townships());
		model.addAttribute("villages", township.matches("\\d{9}") ? below(township) : List.of());
	}

}
