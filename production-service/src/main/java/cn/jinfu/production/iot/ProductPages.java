package cn.jinfu.production.iot;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/device-products")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class ProductPages {

	private static final String FORM = "production/iot/product-form";

	/**
	 * @param properties one a line: key, name, unit, kind, decimals, from, to
	 * @param services one a line: key, name
	 */
	record ProductForm(@Nullable @NotBlank @Size(max = 40) String code, @Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotBlank @Size(max = 60) String maker, @Nullable @NotNull Protocol protocol,
			@Nullable @NotNull Integer intervalS, @Nullable @NotBlank @Size(max = 4000) String properties,
			@Nullable @Size(max = 1000) String services) {
	}

	private final DeviceProducts products;

	@GetMapping
	String list(Model model) {
		model.addAttribute("products", products.list());
		return "production/iot/products";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("product", products.view(id));
		return "production/iot/product";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String blank(Model model) {
		model.addAttribute("form", new ProductForm(null, null, null, Protocol.HTTP, 300, null, null));
		model.addAttribute("protocols", Protocol.values());
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:device:manage')")
	ModelAndView register(@Valid @ModelAttribute("form") ProductForm form, BindingResult errors, Model model) {
		model.addAttribute("protocols", Protocol.values());
		return Forms.submit(errors, () -> "/console/device-products/" + products.register(read(form)), FORM);
	}

	private static DeviceProduct read(ProductForm form) {
		var protocol = form.protocol();
		var interval = form.intervalS();
		if (protocol == null || interval == null) {
			throw new IllegalStateException("validated before");
		}
		return new DeviceProduct(Ids.next(), String.valueOf(form.code()).strip(), String.valueOf(form.name()).strip(),
				String.valueOf(form.maker()).strip(), protocol, interval, properties(form.properties()),
				services(form.services()));
	}

	private static List<DeviceProduct.Property> properties(@Nullable String text) {
		var properties = new ArrayList<DeviceProduct.Property>();
		for (var cells : lines(text)) {
			if (cells.length < 5 || cells.length > 7) {
				throw new RuleBroken("production.device.property-line", String.join(",", cells)).at("properties");
			}
			try {
				properties.add(new DeviceProduct.Property(cells[0], cells[1], cells[2], SeriesKind.valueOf(cells[3]),
						Integer.parseInt(cells[4]), bound(cells, 5), bound(cells, 6)));
			}
			catch (IllegalArgumentException unreadable) {
				throw new RuleBroken("production.device.property-line", String.join(",", cells)).at("properties");
			}
		}
		return properties;
	}

	private static List<DeviceProduct.Service> services(@Nullable String text) {
		var services = new ArrayList<DeviceProduct.Service>();
		for (var cells : lines(text)) {
			if (cells.length != 2) {
				throw new RuleBroken("production.device.service-line", String.join(",", cells)).at("services");
			}
			services.add(new DeviceProduct.Service(cells[0], cells[1]));
		}
		return services;
	}

	/** Cells of the lines that say something; a Chinese comma does as well. */
	private static List<String[]> lines(@Nullable String text) {
		return (text == null) ? List.of() : text.lines().filter(line -> !line.isBlank()).map(line -> {
			var cells = line.split("[,\uff0c]", -1);
			for (int n = 0; n < cells.length; n++) {
				cells[n] = cells[n].strip();
			}
			return cells;
		}).toList();
	}

	private static @Nullable Double bound(String[] cells, int n) {
		return (n < cells.length && !cells[n].isEmpty()) ? Double.valueOf(cells[n]) : null;
	}

}
