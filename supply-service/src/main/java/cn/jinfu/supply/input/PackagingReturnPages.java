package cn.jinfu.supply.input;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.member.MemberDirectory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Empties come back, the deposit is paid out. */
@Controller
@RequestMapping("/console/packaging-returns")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:container:view')")
class PackagingReturnPages {

	private static final String FORM = "supply/console/packaging-return-new";

	record ReturnForm(@Nullable @NotNull UUID memberId, @Nullable @NotBlank String packName,
			@Nullable @NotNull @Positive Integer pieces, @Nullable @NotBlank String tillNo) {
	}

	private final Containers containers;

	private final Buyers buyers;

	private final MemberDirectory members;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", containers.list(q, Paged.limit(limit), after));
		return "supply/console/packaging-returns";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('supply:container:take')")
	String blank(@RequestParam(required = false) @Nullable UUID member, Model model) {
		if (member == null) {
			return "supply/console/packaging-buyer";
		}
		model.addAttribute("form", new ReturnForm(member, null, null, Ids.next().toString()));
		choices(member, model);
		return FORM;
	}

	@PostMapping("/member")
	@PreAuthorize("hasAuthority('supply:container:take')")
	String find(@RequestParam(required = false) @Nullable String q, Model model) {
		try {
			var found = buyers.find(q);
			if (found.size() == 1) {
				return "redirect:/console/packaging-returns/new?member=" + found.getFirst().memberId();
			}
			model.addAttribute("found", found);
		}
		catch (Refusal.RuleBroken wrongCard) {
			model.addAttribute("wrong", "problem." + wrongCard.code());
			model.addAttribute("wrongArgs", wrongCard.args());
		}
		return "supply/console/packaging-buyer";
	}

	@PostMapping
	@PreAuthorize("hasAuthority('supply:container:take')")
	ModelAndView take(@Valid @ModelAttribute("form") ReturnForm form, BindingResult errors, RedirectAttributes flash,
			Model model) {
		var member = form.memberId();
		var pack = form.packName();
		var pieces = form.pieces();
		var number = form.tillNo();
		if (member != null) {
			choices(member, model);
		}
		return Forms.submit(errors, () -> {
			if (member != null && pack != null && pieces != null && number != null) {
				flash.addFlashAttribute("paid", containers
					.takeBack(new Containers.TakeBack(Actor.current().outletId(), number, member, pack, pieces)));
			}
		}, "/console/packaging-returns", FORM);
	}

	private void choices(UUID memberId, Model model) {
		var accounts = containers.accounts(memberId);
		model.addAttribute("member", members.require(memberId));
		model.addAttribute("accounts", accounts);
		model.addAttribute("packs",
				accounts.stream()
					.filter(account -> account.open() > 0)
					.map(account -> new Choice(account.packName(), account.packName()))
					.toList());
	}

}
