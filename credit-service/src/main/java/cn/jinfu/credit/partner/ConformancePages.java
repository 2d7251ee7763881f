package cn.jinfu.credit.partner;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * What a bank's machine has made right, for its developers and for the federation; and
 * for the machine itself at {@code /api/partner/v1/conformance}.
 */
@Controller
@RequiredArgsConstructor
class ConformancePages {

	private final ConformanceBook book;

	@GetMapping("/console/partner-conformance")
	@PreAuthorize("hasAuthority('credit:partner-conformance:view')")
	String show(@RequestParam(required = false) @Nullable String bank, Model model) {
		var own = own();
		var banks = book.banks().stream().filter(it -> own == null || own.equals(it.clientId())).toList();
		model.addAttribute("banks", banks.stream().map(it -> new Choice(it.clientId(), it.name())).toList());
		var wanted = (bank == null || bank.isBlank()) ? (banks.isEmpty() ? null : banks.getFirst().clientId()) : bank;
		model.addAttribute("report", (wanted == null) ? null : allowed(wanted));
		return "credit/partner/conformance";
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
