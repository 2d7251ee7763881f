package cn.jinfu.production.iot;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.web.PublicUrl;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.DeviceView;
import cn.jinfu.production.iot.device.Secret;
import cn.jinfu.production.iot.device.Videos;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/console/devices")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class DevicePages {

	private static final String PATH = "/console/devices/";

	private static final String DETAIL = "production/iot/device";

	private static final String FORM = "production/iot/device-form";

	record DeviceForm(@Nullable @NotBlank @Size(max = 40) String sn, @Nullable @NotBlank @Size(max = 40) String name,
			@Nullable @NotNull UUID productId, @Nullable @NotBlank String memberNo, @Nullable UUID plotId) {
	}

	record PlaceForm(@Nullable @NotNull UUID plotId, @Nullable Long version) {
	}

	/** So many fit on a sheet of A4. */
	private static final int SHEET = 24;

	/** What is printed for a device. */
	public record Label(DeviceView device, QrPicture picture) {
	}

	private final DeviceCommands commands;

	private final DeviceQueries queries;

	private final DeviceProducts products;

	private final TelemetryQueries telemetry;

	private final DeviceOrders orders;

	private final MemberDirectory members;

	private final PlotDirectory plots;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final PublicUrl address;

	private final Videos videos;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable DeviceState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plotId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new DeviceQueries.Filter(q, state, memberId, plotId, after, Paged.limit(limit))));
		model.addAttribute("count", queries.count());
		model.addAttribute("states", DeviceState.values());
		return "production/iot/devices";
	}

	/**
	 * To be stuck on the boxes: who scans one stands before its page, and says where it
	 * hangs.
	 */
	@GetMapping("/labels")
	String labels(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable DeviceState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plotId,
			@RequestParam(required = false) @Nullable String after, Model model) {
		var page = queries.list(new DeviceQueries.Filter(q, state, memberId, plotId, after, SHEET));
		model.addAttribute("page", page);
		model.addAttribute("labels",
				page.items().stream().map(it -> new Label(it, QrPicture.of(address.of(PATH + it.id())))).toList());
		return "production/iot/device-labels";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String blank(@ModelAttribute("form") DeviceForm asked, BindingResult unread, Model model) {
		model.addAttribute("form", asked);
		choices(asked.memberNo(), model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:device:manage')")
	ModelAndView register(@Valid @ModelAttribute("form") DeviceForm form, BindingResult errors, Model model) {
		choices(form.memberNo(), model);
		return Forms.submit(errors, () -> PATH + commands.register(read(form)), FORM);
	}

	private DeviceCommands.Register read(DeviceForm form) {
		var product = form.productId();
		if (product == null) {
			throw new IllegalStateException("validated before");
		}
		var member = members.byNo(String.valueOf(form.memberNo()).strip())
			.orElseThrow(() -> new RuleBroken("production.device.member-unknown").at("memberNo"));
		return new DeviceCommands.Register(String.valueOf(form.sn()).strip(), String.valueOf(form.name()), product,
				member.memberId(), form.plotId());
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var device = facts(id, model);
		model.addAttribute("form", new PlaceForm(null, device.version()));
		return DETAIL;
	}

	@PostMapping("/{id}/places")
	@PreAuthorize("hasAuthority('production:device:manage')")
	ModelAndView place(@PathVariable UUID id, @Valid @ModelAttribute("form") PlaceForm form, BindingResult errors,
			Model model) {
		facts(id, model);
		return Forms.submit(errors, () -> {
			var plot = form.plotId();
			var seen = form.version();
			if (plot != null && seen != null) {
				commands.place(id, plot, clock.now(), seen);
			}
		}, PATH + id, DETAIL);
	}

	/** The secret is on the next page, and on no other ever after. */
	@PostMapping("/{id}/credentials")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String rotate(@PathVariable UUID id, @RequestParam long version, RedirectAttributes once) {
		var secret = commands.rotate(id, version);
		once.addFlashAttribute("secret", secret.text());
		once.addFlashAttribute("mqttUser", Secret.user(Tenant.require(), queries.view(id).sn(), secret.hash()));
		return "redirect:" + PATH + id;
	}

	@PostMapping("/{id}/revocation")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String revoke(@PathVariable UUID id, @RequestParam long version) {
		commands.revoke(id, version);
		return "redirect:" + PATH + id;
	}

	@PostMapping("/{id}/orders")
	@PreAuthorize("hasAuthority('production:device:command')")
	String order(@PathVariable UUID id, @RequestParam String service) {
		orders.give(id, service, null, null);
		return "redirect:" + PATH + id;
	}

	@PostMapping("/{id}/repair")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String repair(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.sendToRepair(id, reason, version);
		return "redirect:" + PATH + id;
	}

	@PostMapping("/{id}/activation")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String activate(@PathVariable UUID id, @RequestParam long version) {
		commands.activate(id, version);
		return "redirect:" + PATH + id;
	}

	@PostMapping("/{id}/retirement")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String retire(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.retire(id, reason, version);
		return "redirect:" + PATH + id;
	}

	/** A refused action comes back on the same page, with what was typed. */
	ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + id + action, typed, command, PATH + id, () -> new ModelAndView(show(id, model)),
				messages);
	}

	private DeviceView facts(UUID id, Model model) {
		var device = queries.view(id);
		model.addAttribute("device", device);
		model.addAttribute("product", products.view(device.productId()));
		model.addAttribute("series",
				Sensor.all(telemetry.latest(new TelemetryQueries.Filter(null, null, id)), clock.now()));
		model.addAttribute("bad", telemetry.bad(id, clock.today().minusDays(6), 20));
		model.addAttribute("places", queries.places(id));
		model.addAttribute("orders", orders.of(id));
		if (Actor.current().may("production:video:view")) {
			model.addAttribute("videos", videos.ofDevice(device));
		}
		model.addAttribute("plots",
				plots.ofMember(device.memberId())
					.stream()
					.filter(plot -> !plot.plotId().equals(device.plotId()))
					.map(plot -> new Choice(plot.plotId().toString(), plot.name()))
					.toList());
		model.addAttribute("changes", history.of("Device", id));
		return device;
	}

	/** The plots to choose from are those of the farm that was typed. */
	private void choices(@Nullable String memberNo, Model model) {
		model.addAttribute("products",
				products.list()
					.stream()
					.map(product -> new Choice(product.id().toString(), product.code() + " " + product.name()))
					.toList());
		List<Choice> fields = new ArrayList<>();
		if (memberNo != null && !memberNo.isBlank()) {
			members.byNo(memberNo.strip())
				.ifPresent(member -> plots.ofMember(member.memberId())
					.forEach(plot -> fields.add(new Choice(plot.plotId().toString(), plot.name()))));
		}
		model.addAttribute("plots", fields);
	}

}
