package cn.jinfu.production.service.campaign;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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

/** 统防统治 at the officer's desk. */
@Controller
@RequestMapping("/console/pest-campaigns")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class CampaignPages {

	private static final String LIST = "/console/pest-campaigns";

	private static final String FORM = "production/service/campaign-form";

	record CampaignForm(@Nullable @NotNull UUID menuId, @Nullable @NotNull UUID inputId,
			@Nullable @NotBlank @Size(max = 60) String pest, @Nullable @NotNull BigDecimal dosePerMu,
			@Nullable @Size(max = 20) String materialMu, @Nullable @NotNull LocalDate on,
			@Nullable @NotNull LocalDate joinsUntil) {

		Campaigns.Text text() {
			var typed = Objects.toString(materialMu, "").strip();
			Money material;
			try {
				material = typed.isEmpty() ? Money.ZERO : Money.parse(typed);
			}
			catch (RuleBroken wrong) {
				throw wrong.at("materialMu");
			}
			return new Campaigns.Text(Objects.requireNonNull(menuId), Objects.requireNonNull(inputId),
					Objects.toString(pest, ""), Objects.requireNonNull(dosePerMu), material, Objects.requireNonNull(on),
					Objects.requireNonNull(joinsUntil));
		}

	}

	private final Campaigns campaigns;

	private final Providers providers;

	private final InputCatalogue inputs;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("campaigns", campaigns.all());
		return "production/service/campaigns";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("campaign", campaigns.view(id));
		model.addAttribute("fields", campaigns.fields(id));
		model.addAttribute("changes", history.of(Campaigns.TYPE, id));
		return "production/service/campaign";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:service:manage')")
	String blank(Model model) {
		model.addAttribute("form",
				new CampaignForm(null, null, null, null, null, clock.today().plusDays(7), clock.today().plusDays(5)));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:service:manage')")
	ModelAndView announce(@Valid @ModelAttribute("form") CampaignForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> LIST + "/" + campaigns.announce(form.text()), FORM);
	}

	@PostMapping("/{id}/closing")
	@PreAuthorize("hasAuthority('production:service:manage')")
	ModelAndView close(@PathVariable UUID id, @RequestParam long version, Model model) {
		return act(id, "/closing", "", () -> campaigns.close(id, version), model);
	}

	@PostMapping("/{id}/cancellation")
	@PreAuthorize("hasAuthority('production:service:manage')")
	ModelAndView cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/cancellation", reason, () -> campaigns.cancel(id, reason, version), model);
	}

	private void choices(Model model) {
		model.addAttribute("menus",
				providers.offered(Providers.Wanted.ANY, clock.today())
					.stream()
					.filter(it -> it.item() == ServiceItem.SPRAY && it.unit() == ServiceUnit.MU)
					.map(it -> new Choice(it.id().toString(), it.providerName() + " " + it.name()))
					.toList());
		model.addAttribute("inputs",
				inputs.search(null, InputKind.PESTICIDE, 200)
					.stream()
					.map(it -> new Choice(it.inputId().toString(), it.name()))
					.toList());
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
