package cn.jinfu.member.organisation;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The county's federation, those of townships and industries, and their members. */
@Controller
@RequestMapping("/console/organisations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:organisation:view')")
class OrganisationPages {

	private final OrganisationQueries queries;

	@GetMapping
	String list(Model model) {
		model.addAttribute("organisations", queries.all());
		return "member/organisation/organisations";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("organisation", queries.require(id));
		model.addAttribute("page", queries.members(id, after, Paged.limit(limit)));
		return "member/organisation/organisation";
	}

}
