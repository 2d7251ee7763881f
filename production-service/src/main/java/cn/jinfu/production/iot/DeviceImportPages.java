package cn.jinfu.production.iot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.kernel.web.PublicUrl;
import cn.jinfu.production.iot.device.DeviceImports;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * Devices from a list in four looks: send it, see what it would do, see what it did, take
 * the secrets.
 */
@Controller
@RequestMapping("/console/device-imports")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:manage')")
class DeviceImportPages {

	private static final String PATH = "/console/device-imports";

	private static final String LIST = "production/iot/device-imports";

	private static final MediaType XLSX = MediaType
		.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

	record FileForm(@Nullable MultipartFile file) {
	}

	private final DeviceImports imports;

	private final MessageSource messages;

	private final PublicUrl address;

	@GetMapping
	String list(Model model) {
		model.addAttribute("form", new FileForm(null));
		model.addAttribute("imports", imports.latest());
		return LIST;
	}

	@GetMapping("/template")
	void template(HttpServletResponse response) throws IOException {
		response.setContentType(XLSX.toString());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(imports.templateName()));
		imports.template(response.getOutputStream());
	}

	@PostMapping
	ModelAndView check(@ModelAttribute("form") FileForm form, BindingResult errors, Model model) {
		var file = form.file();
		if (file == null || file.isEmpty()) {
			errors.rejectValue("file", "problem.production.device-import.no-file");
		}
		var view = Forms.submit(errors, () -> PATH + "/" + keep(file), LIST);
		if (errors.hasErrors()) {
			model.addAttribute("imports", imports.latest());
		}
		return view;
	}

	private UUID keep(@Nullable MultipartFile file) {
		if (file == null) {
			throw new IllegalStateException("the form was checked");
		}
		try {
			return imports.check(String.valueOf(file.getOriginalFilename()), file.getBytes());
		}
		catch (RuleBroken refused) {
			throw refused.at("file");
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model, Locale locale) {
		var one = imports.view(id);
		model.addAttribute("one", one);
		if (one.checked() && one.kept()) {
			model.addAttribute("preview", imports.preview(id, locale));
		}
		return "production/iot/device-import";
	}

	@GetMapping("/{id}/errors")
	ResponseEntity<byte[]> errors(@PathVariable UUID id, Locale locale) {
		return ResponseEntity.ok()
			.contentType(XLSX)
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment(imports.view(id).fileName()))
			.body(imports.wrongRows(id, locale));
	}

	@PostMapping("/{id}/run")
	String run(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean onlyGood) {
		imports.run(id, onlyGood);
		return "redirect:" + PATH + "/" + id;
	}

	@PostMapping("/{id}/discard")
	String discard(@PathVariable UUID id) {
		imports.discard(id);
		return "redirect:" + PATH;
	}

	/** The secrets are on the answer to this, and on no other ever after. */
	@PostMapping("/{id}/secrets/print")
	String print(@PathVariable UUID id, Model model, HttpServletResponse response) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		model.addAttribute("handed", imports.handOut(id));
		model.addAttribute("site", address.of(""));
		return "production/iot/device-secrets";
	}

	@PostMapping("/{id}/secrets/sheet")
	void sheet(@PathVariable UUID id, HttpServletResponse response, Locale locale) throws IOException {
		var rows = imports.handOut(id)
			.stream()
			.map(it -> Stream
				.of(it.sn(), it.name(), it.product(), it.farm(), it.plot(), address.of(it.path()), it.mqttUser(),
						it.secret())
				.map(Cell::text)
				.toList())
			.iterator();
		var title = messages.getMessage("production.device-import.secrets", null, locale);
		response.setContentType(XLSX.toString());
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(title + ".xlsx"));
		SheetExport.xlsx(response.getOutputStream(), title,
				List.of("sn", "name", "product", "farm", "plot", "address", "user", "secret")
					.stream()
					.map(it -> messages.getMessage("production.device-import.secrets." + it, null, locale))
					.toList(),
				rows);
	}

	private static String attachment(String name) {
		return ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString();
	}

}
