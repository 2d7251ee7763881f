package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.planting.PlantingQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Three taps: which field, what, how much. The page is a plain GET until it is saved, so
 * the earliest harvest day shows before he sprays, without any script.
 */
@Controller
@RequestMapping("/portal/operations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:record')")
class PortalOperationPages {

	private static final String FORM = "production/portal/operation-new";

	private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

	/**
	 * @param holding input and lot, as {@code <inputId>/<lotNo>}
	 * @param big whether the quantity is in litres or kilograms instead of ml or g
	 */
	record OperationForm(@Nullable UUID clientUid, @Nullable @NotEmpty List<UUID> plantingIds,
			@Nullable @NotNull OperationKind kind, @Nullable String holding,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal quantity, @Nullable Boolean big,
			@Nullable LocalDate on, @Nullable @Size(max = 200) String note,
			@Nullable @Size(max = 200) String lateReason) {

		List<UUID> fields() {
			return (plantingIds != null) ? plantingIds : List.of();
		}

		boolean drawsOnHolding() {
			return holding != null && !holding.isBlank() && quantity != null;
		}

		UUID inputId() {
			return UUID.fromString(String.valueOf(holding).split("/", 2)[0]);
		}

		String lotNo() {
			return String.valueOf(holding).split("/", 2)[1];
		}

		BigDecimal base() {
			var amount = (quantity != null) ? quantity : BigDecimal.ZERO;
			return Boolean.TRUE.equals(big) ? amount.multiply(THOUSAND) : amount;
		}

		@Nullable UUID uid() {
			return clientUid;
		}

	}

	/** One line to choose from: what he has in hand. */
	public record InHand(String value, String name, BigDecimal quantity, InputUnit unit, boolean outside) {
	}

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final SprayPlans plans;

	private final PlantingQueries plantings;

	private final InputHoldings holdings;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("operations",
				queries.list(new OperationQueries.Filter(null, null, Actor.current().memberId(), null, false, null, 50))
					.items());
		return "production/portal/operations";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") OperationForm asked, Model model) {
		var form = new OperationForm((asked.uid() != null) ? asked.uid() : Ids.next(), asked.fields(),
				(asked.kind() != null) ? asked.kind() : OperationKind.SPRAY, asked.holding(), asked.quantity(),
				asked.big(), (asked.on() != null) ? asked.on() : clock.today(), asked.note(), asked.lateReason());
		model.addAttribute("form", form);
		choices(form, model);
		return FORM;
	}

	@PostMapping
	ModelAndView record(@Valid @ModelAttribute("form") OperationForm form, BindingResult errors, Model model) {
		choices(form, model);
		return Forms.submit(errors, () -> save(form), "/portal/operations", FORM);
	}

	private void save(OperationForm form) {
		var kind = form.kind();
		var on = form.on();
		var uid = form.uid();
		var used = form.drawsOnHolding()
				? new OperationCommands.InputUsed(form.inputId(), form.lotNo(), form.base(), null) : null;
		commands.record(new OperationCommands.Done((uid != null) ? uid : Ids.next(), form.fields(),
				(kind != null) ? kind : OperationKind.OTHER, (on != null) ? on : clock.today(), used, form.note(), null,
				form.lateReason()));
	}

	private void choices(OperationForm form, Model model) {
		var memberId = Actor.current().memberId();
		model.addAttribute("plantings", plantings.active(memberId));
		model.addAttribute("kinds", OperationKind.values());
		model.addAttribute("today", clock.today());
		var inHand = new ArrayList<InHand>();
		for (var held : holdings.ofMember(memberId)) {
			inHand.add(new InHand(held.inputId() + "/" + held.lotNo(), held.inputName(), held.quantity(), held.unit(),
					held.outside()));
		}
		model.addAttribute("inHand", inHand);
		model.addAttribute("plan", plan(form));
	}

	/** Null until there is enough to plan with; a refusal shows when it is saved. */
	private @Nullable SprayPlan plan(OperationForm form) {
		if (!form.drawsOnHolding() || form.fields().isEmpty()) {
			return null;
		}
		try {
			var on = form.on();
			return plans.plan(form.fields(), form.inputId(), form.base(), null, (on != null) ? on : clock.today());
		}
		catch (Refusal notYet) {
			return null;
		}
	}

}
