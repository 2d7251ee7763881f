package cn.jinfu.production.service.provider;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.Plain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 服务组织与菜单, 农机: the officer keeps who serves, at what price, with what. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:manage')")
class ProviderPages {

	private static final String LIST = "/console/service-providers";

	private static final String FORM = "production/service/provider-form";

	private static final String MENU_FORM = "production/service/menu-form";

	private static final String MACHINE_FORM = "production/service/machine-form";

	/**
	 * @param townships codes between commas or spaces
	 */
	record ProviderForm(@Nullable @Size(max = 20) String memberNo, @Nullable @NotBlank @Size(max = 30) String phone,
			@Nullable @Size(max = 400) String townships, @Nullable BigDecimal lon, @Nullable BigDecimal lat,
			@Nullable Terrain terrain, @Nullable Boolean active, @Nullable Long version) {

		Providers.ProviderText text(UUID memberId) {
			return new Providers.ProviderText(memberId, Objects.toString(phone, ""),
					Arrays.stream(Objects.toString(townships, "").split("[,\\s\uff0c\u3001]+"))
						.filter(it -> !it.isEmpty())
						.toList(),
					Station.of(lon, lat), Objects.requireNonNullElse(terrain, Terrain.PLAIN),
					Boolean.TRUE.equals(active), false);
		}

	}

	record MenuForm(@Nullable @NotNull ServiceItem item, @Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotNull ServiceUnit unit, @Nullable @NotBlank @Size(max = 20) String price,
			@Nullable @NotNull LocalDate opensOn, @Nullable @NotNull LocalDate closesOn,
			@Nullable @NotNull BigDecimal perDay, @Nullable BigDecimal radiusKm, @Nullable Set<String> crops,
			@Nullable Boolean active, @Nullable Long version) {

		public boolean grows(String crop) {
			return crops != null && crops.contains(crop);
		}

		static MenuForm of(Providers.Menu it) {
			return new MenuForm(it.item(), it.name(), it.unit(), it.price().toString(), it.opensOn(), it.closesOn(),
					Plain.of(it.perDay()), it.radiusKm(), Set.copyOf(it.crops()), it.active(), it.version());
		}

		Providers.MenuText text() {
			Money amount;
			try {
				amount = Money.parse(Objects.toString(price, ""));
			}
			catch (RuleBroken wrong) {
				throw wrong.at("price");
			}
			return new Providers.MenuText(Objects.requireNonNull(item), Objects.toString(name, ""),
					Objects.requireNonNull(unit), amount, Objects.requireNonNull(opensOn),
					Objects.requireNonNull(closesOn), Objects.requireNonNull(perDay), radiusKm,
					Objects.requireNonNullElse(crops, Set.of()), Boolean.TRUE.equals(active));
		}

	}

	record MachineForm(@Nullable @NotBlank @Size(max = 60) String name, @Nullable @NotNull MachineKind kind,
			@Nullable @Size(max = 20) String plate, @Nullable Boolean active, @Nullable Long version) {

		Providers.MachineText text() {
			return new Providers.MachineText(Objects.toString(name, ""), Objects.requireNonNull(kind),
					Objects.toString(plate, ""), Boolean.TRUE.equals(active));
		}

	}

	private final Providers providers;

	private final MemberDirectory members;

	private final Crops crops;

	private final BusinessClock clock;

	private final MessageSource messages;

	@ModelAttribute("terrains")
	@PreAuthorize("hasAuthority('production:service:view')")
	Terrain[] terrains() {
		return Terrain.values();
	}

	@GetMapping(LIST)
	@PreAuthorize("hasAuthority('production:service:view')")
	String list(Model model) {
		model.addAttribute("providers", providers.all());
		return "production/service/providers";
	}

	@GetMapping(LIST + "/{id}")
	@PreAuthorize("hasAuthority('production:service:view')")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("provider", providers.view(id));
		model.addAttribute("menus", providers.menus(id));
		model.addAttribute("machines", providers.machines(id));
		model.addAttribute("bookings", providers.calendar(id));
		return "production/service/provider";
	}

	@GetMapping(LIST + "/new")
	String blank(Model model) {
		model.addAttribute("form", new ProviderForm(null, null, null, null, null, Terrain.PLAIN, true, null));
		return FORM;
	}

	@PostMapping(LIST)
	ModelAndView admit(@Valid @ModelAttribute("form") ProviderForm form, BindingResult errors) {
		return Forms.submit(errors,
				() -> LIST + "/"
						+ providers.admit(form.text(members.byNo(Objects.toString(form.memberNo(), "").strip())
							.orElseThrow(() -> new RuleBroken("production.provider.no-member").at("memberNo"))
							.memberId())),
				FORM);
	}

	@GetMapping(LIST + "/{id}/edit")
	String edit(@PathVariable UUID id, Model model) {
		var it = providers.view(id);
		model.addAttribute("provider", it);
		var station = it.station();
		model.addAttribute("form",
				new ProviderForm(null, it.phone(), String.join(" ", it.townships()),
						(station != null) ? station.lon() : null, (station != null) ? station.lat() : null,
						it.terrain(), it.active(), it.version()));
		return FORM;
	}

	@PostMapping(LIST + "/{id}")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") ProviderForm form, BindingResult errors,
			Model model) {
		var it = providers.view(id);
		model.addAttribute("provider", it);
		return Forms.submit(errors, () -> providers.change(id, form.text(it.memberId()), seen(form.version())),
				LIST + "/" + id, FORM);
	}

	@GetMapping(LIST + "/{id}/menus/new")
	String newMenu(@PathVariable UUID id, Model model) {
		var today = clock.today();
		model.addAttribute("form", new MenuForm(null, null, ServiceUnit.MU, null, today, today.plusDays(90), null, null,
				Set.of(), true, null));
		return menuForm(id, null, model);
	}

	@PostMapping(LIST + "/{id}/menus")
	ModelAndView offer(@PathVariable UUID id, @Valid @ModelAttribute("form") MenuForm form, BindingResult errors,
			Model model) {
		menuForm(id, null, model);
		return Forms.submit(errors, () -> {
			providers.offer(id, form.text());
			return LIST + "/" + id;
		}, MENU_FORM);
	}

	@GetMapping("/console/service-menus/{id}/edit")
	String editMenu(@PathVariable UUID id, Model model) {
		var it = providers.menu(id);
		model.addAttribute("form", MenuForm.of(it));
		return menuForm(it.providerId(), id, model);
	}

	@PostMapping("/console/service-menus/{id}")
	ModelAndView changeMenu(@PathVariable UUID id, @Valid @ModelAttribute("form") MenuForm form, BindingResult errors,
			Model model) {
		var providerId = providers.menu(id).providerId();
		menuForm(providerId, id, model);
		return Forms.submit(errors, () -> providers.change(id, form.text(), seen(form.version())),
				LIST + "/" + providerId, MENU_FORM);
	}

	@GetMapping(LIST + "/{id}/machines/new")
	String newMachine(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new MachineForm(null, null, null, true, null));
		return machineForm(id, null, model);
	}

	@PostMapping(LIST + "/{id}/machines")
	ModelAndView register(@PathVariable UUID id, @Valid @ModelAttribute("form") MachineForm form, BindingResult errors,
			Model model) {
		machineForm(id, null, model);
		return Forms.submit(errors, () -> {
			providers.register(id, form.text());
			return LIST + "/" + id;
		}, MACHINE_FORM);
	}

	@GetMapping("/console/machines/{id}/edit")
	String editMachine(@PathVariable UUID id, Model model) {
		var it = providers.machine(id);
		model.addAttribute("form", new MachineForm(it.name(), it.kind(), it.plate(), it.active(), it.version()));
		return machineForm(it.providerId(), id, model);
	}

	@PostMapping("/console/machines/{id}")
	ModelAndView changeMachine(@PathVariable UUID id, @Valid @ModelAttribute("form") MachineForm form,
			BindingResult errors, Model model) {
		var providerId = providers.machine(id).providerId();
		machineForm(providerId, id, model);
		return Forms.submit(errors, () -> providers.change(id, form.text(), seen(form.version())),
				LIST + "/" + providerId, MACHINE_FORM);
	}

	@PostMapping(LIST + "/{id}/bookings")
	ModelAndView keep(@PathVariable UUID id, @RequestParam UUID machineId,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime from,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime to, @RequestParam String why,
			Model model) {
		return RefusedAct.submit(LIST + "/" + id + "/bookings", why,
				() -> providers.keep(machineId, from.atZone(BusinessClock.ZONE).toInstant(),
						to.atZone(BusinessClock.ZONE).toInstant(), why),
				LIST + "/" + id, () -> new ModelAndView(show(id, model)), messages);
	}

	private String menuForm(UUID providerId, @Nullable UUID menuId, Model model) {
		model.addAttribute("provider", providers.view(providerId));
		model.addAttribute("menuId", menuId);
		model.addAttribute("items", List.of(ServiceItem.values()));
		model.addAttribute("units", List.of(ServiceUnit.values()));
		model.addAttribute("crops", crops.all());
		return MENU_FORM;
	}

	private String machineForm(UUID providerId, @Nullable UUID machineId, Model model) {
		model.addAttribute("provider", providers.view(providerId));
		model.addAttribute("machineId", machineId);
		model.addAttribute("kinds", List.of(MachineKind.values()));
		return MACHINE_FORM;
	}

	private static long seen(@Nullable Long version) {
		return (version != null) ? version : -1;
	}

}
