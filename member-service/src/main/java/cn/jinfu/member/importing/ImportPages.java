package cn.jinfu.member.importing;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Masks;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.sheet.SheetRow;
import cn.jinfu.kernel.sheet.SheetTemplate;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** Import in three looks: send the file, see what it would do, see what it did. */
@Controller
@RequestMapping("/console/member-imports")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:member:import')")
class ImportPages {

	private static final String LIST = "member/importing/imports";

	private static final int SHOWN = 100;

	private static final MediaType XLSX = MediaType
		.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

	record FileForm(@Nullable MultipartFile file) {
	}

	/** A row with everything that is wrong with it. */
	public record Wrong(int number, String name, List<String> reasons) {
	}

	/** A cell read otherwise than typed; personal data masked. */
	public record Repaired(int number, String column, String typed, String read) {
	}

	private final ImportCommands commands;

	private final ImportSheet sheet;

	private final Problems problems;

	@GetMapping
	String list(Model model) {
		model.addAttribute("form", new FileForm(null));
		model.addAttribute("imports", commands.latest());
		return LIST;
	}

	@GetMapping("/template")
	void template(HttpServletResponse response) throws IOException {
		var template = sheet.template();
		response.setContentType(XLSX.toString());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(template.title() + ".xlsx"));
		template.write(response.getOutputStream());
	}

	@PostMapping
	ModelAndView check(@ModelAttribute("form") FileForm form, BindingResult errors, Model model) {
		var file = form.file();
		if (file == null || file.isEmpty()) {
			errors.rejectValue("file", "problem.member.import.no-file");
		}
		var view = Forms.submit(errors, () -> "/console/member-imports/" + keep(file), LIST);
		if (errors.hasErrors()) {
			model.addAttribute("imports", commands.latest());
		}
		return view;
	}

	private UUID keep(@Nullable MultipartFile file) {
		if (file == null) {
			throw new IllegalStateException("the form was checked");
		}
		try {
			return commands.check(String.valueOf(file.getOriginalFilename()), file.getBytes());
		}
		catch (cn.jinfu.kernel.Refusal.RuleBroken refused) {
			throw refused.at("file");
		}
		catch (IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model, Locale locale) {
		var one = commands.show(id);
		model.addAttribute("one", one);
		if (one.status() == ImportStatus.CHECKED && one.kept()) {
			var checked = commands.checked(id);
			var labels = sheet.template()
				.columns()
				.stream()
				.collect(Collectors.toMap(SheetTemplate.Column::code, SheetTemplate.Column::label));
			model.addAttribute("wrong",
					checked.content().wrongRows().stream().limit(SHOWN).map(row -> wrong(row, locale)).toList());
			model.addAttribute("wrongCount", checked.content().wrongRows().size());
			model.addAttribute("goodCount", checked.good().size());
			model.addAttribute("repaired",
					checked.content()
						.rows()
						.stream()
						.flatMap(row -> row.repairs().stream().map(repair -> repaired(row, repair, labels)))
						.limit(SHOWN)
						.toList());
		}
		return "member/importing/import";
	}

	private Wrong wrong(SheetRow row, Locale locale) {
		return new Wrong(row.number(), row.text("name").orElse(""),
				row.problems()
					.stream()
					.map(problem -> ImportDesk.words(problem, problems, locale))
					.distinct()
					.toList());
	}

	private static Repaired repaired(SheetRow row, SheetRow.Repair repair, Map<String, String> labels) {
		var personal = repair.column().equals("idNumber") || repair.column().equals("mobile");
		return new Repaired(row.number(), labels.getOrDefault(repair.column(), repair.column()),
				personal ? Masks.id(repair.typed()) : repair.typed(),
				personal ? Masks.id(repair.read()) : repair.read());
	}

	@GetMapping("/{id}/errors")
	ResponseEntity<byte[]> errors(@PathVariable UUID id, Locale locale) {
		return ResponseEntity.ok()
			.contentType(XLSX)
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment(commands.show(id).fileName()))
			.body(commands.wrongRows(id, locale));
	}

	@PostMapping("/{id}/run")
	String run(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean onlyGood) {
		commands.start(id, onlyGood);
		return "redirect:/console/member-imports/" + id;
	}

	@PostMapping("/{id}/discard")
	String discard(@PathVariable UUID id) {
		commands.discard(id);
		return "redirect:/console/member-imports";
	}

	private static String attachment(String name) {
		return ContentDisposition.attachment()
			.filename(name, java.nio.charset.StandardCharsets.UTF_8)
			.build()
			.toString();
	}

}
