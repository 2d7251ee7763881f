package cn.jinfu.member.person;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.web.AskedAgain;
import cn.jinfu.member.counter.CounterQueries;
import cn.jinfu.member.mandate.MandateDesk;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 我的信息 on the phone: what is kept, who read it, who may act or acted for me. */
@Controller
@RequestMapping("/portal/my-data")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open')")
class MyDataPages {

	private static final int VISITS = 20;

	private final MyData data;

	private final MandateDesk mandates;

	private final CounterQueries visits;

	@GetMapping
	String show(Model model) {
		var actor = Actor.current();
		model.addAttribute("kept", data.mine().orElse(null));
		model.addAttribute("mandates", (actor.scope().kind() == Scope.Kind.MEMBER) ? mandates.of(actor.memberId())
				: List.<MandateDesk.View>of());
		model.addAttribute("visits", visits.own(VISITS));
		return "member/portal/my-data";
	}

	@PostMapping("/consent")
	@AskedAgain(back = "/portal/my-data")
	String consent() {
		data.consent();
		return "redirect:/portal/my-data";
	}

	@PostMapping("/consent-withdrawal")
	String withdraw() {
		data.withdraw();
		return "redirect:/portal/my-data";
	}

	@PostMapping("/mandates/{id}/revocation")
	String revoke(@PathVariable UUID id, @RequestParam String reason) {
		mandates.revoke(Actor.current().memberId(), id, reason);
		return "redirect:/portal/my-data";
	}

}
