package cn.jinfu.credit.partner;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a bank's machine has made right, for its developers and for the federation; and
 * for the machine itself at {@code /api/partner/v1/conformance}.
 */
@Controller
@RequiredArgsConstructor
class ConformancePages {

	private static final String PATH = "/console/partner-conformance";

	private static final String PAGE = "credit/partner/conformance";

	private static final String ENDED = "ENDED";

	/**
	 * @param opened what two people have done about it; null: nothing
	 */
	record LevelRow(ConformanceBook.ConformanceLevel level, PartnerLevels.@Nullable LevelLine opened,
			List<ConformanceBook.ConformanceLine> steps, List<ConformanceBook.ConformanceRefusal> refusals) {
	}

	private final ConformanceBook book;

	private final PartnerLevels levels;

	private final MessageSource messages;

	@GetMapping(PATH)
	@PreAuthorize("hasAuthority('credit:partner-conformance:view')")
	String show(@RequestParam(required = false) @Nullable String bank, Model model) {
		var own = own();
		var banks = book.banks().stream().filter(it -> own == null || own.equals(it.clientId())).toList();
		model.addAttribute("banks", banks.stream().map(it -> new Choice(it.clientId(), it.name())).toList());
		var wanted = (bank == null || bank.isBlank()) ? (banks.isEmpty() ? null : banks.getFirst().clientId()) : bank;
		if (wanted != null) {
			fill(allowed(wanted), model);
		}
		model.addAttribute("mayAct", own == null);
		return PAGE;
	}

	private void fill(ConformanceBook.ConformanceReport report, Model model) {
		var opened = levels.ofBank(report.clientId());
		model.addAttribute("report", report);
		model.addAttribute("ended", opened.stream().filter(it -> it.state().equals(ENDED)).toList());
		model.addAttribute("levels", report.levels()
			.stream()
			.map(it -> new LevelRow(it,
					opened.stream()
						.filter(line -> line.level() == it.level() && !line.state().equals(ENDED))
						.findFirst()
						.orElse(null),
					report.steps().stream().filter(step -> step.level() == it.level()).toList(),
					report.refusals().stream().filter(refusal -> refusal.level() == it.level()).toList()))
			.toList());
	}

	@PostMapping(PATH + "/levels")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView propose(@RequestParam String bank, @RequestParam int level, Model model) {
		return act("/levels?bank=" + bank + "&level=" + level, "", bank, () -> levels.propose(bank, level), model);
	}

	@PostMapping(PATH + "/levels/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act("/levels/" + id + "/confirmation", "", levels.bankOf(id), () -> levels.confirm(id), model);
	}

	@PostMapping(PATH + "/levels/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView end(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act("/levels/" + id + "/ending", reason, levels.bankOf(id), () -> levels.end(id, reason), model);
	}

	private ModelAndView act(String act, String typed, String bank, Runnable command, Model model) {
		return RefusedAct.submit(PATH + act, typed, command, PATH + "?bank=" + bank,
				() -> new ModelAndView(show(bank, model), model.asMap()), messages);
	}

	@GetMapping("/api/v1/partner-conformance/{clientId}")
	@PreAuthorize("hasAuthority('credit:partner-conformance:view')")
	@ResponseBody
	ConformanceBook.ConformanceReport report(@PathVariable String clientId) {
		return allowed(clientId);
	}

	/** Somebody of a bank sees his own bank; another is not found. */
	private ConformanceBook.ConformanceReport allowed(String clientId) {
		var own = own();
		if (own != null && !own.equals(clientId)) {
			throw new NotFound("credit.bank.not-found", clientId);
		}
		return book.report(clientId);
	}

	private static @Nullable String own() {
		var scope = Actor.current().scope();
		return (scope.kind() == Scope.Kind.BANK) ? scope.ref() : null;
	}

}
