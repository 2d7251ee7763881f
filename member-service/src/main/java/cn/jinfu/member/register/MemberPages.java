package cn.jinfu.member.register;

import java.util.UUID;

import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The register for staff: the list and one member's file. */
@Controller
@RequestMapping("/console/members")
@RequiredArgsConstructor
class MemberPages {

	private final MemberQueries queries;

	@GetMapping
	@PreAuthorize("hasAuthority('member:member:view')")
	String list(@ModelAttribute("filter") MemberFilter filter, Model model) {
		model.addAttribute("listing", queries.list(filter));
		model.addAttribute("kinds", MemberKind.values());
		model.addAttribute("statuses", MemberStatus.values());
		return "member/register/members";
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('member:member:view')")
	String file(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "member/register/member";
	}

}
