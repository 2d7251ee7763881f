package cn.jinfu.member.organisation;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

	private static final SheetDownload<OrganisationQueries.Row> SHEET = SheetDownload.<OrganisationQueries.Row>of(
			"member.organisation.list")
		.text("member.organisation", OrganisationQueries.Row::name)
		.word("member.kind", OrganisationQueries.Row::kind)
		.text("member.organisation.area", OrganisationQueries.Row::division)
		.text("member.organisation.phone", OrganisationQueries.Row::contactPhone)
		.date("member.organisation.founded", OrganisationQueries.Row::foundedOn)
		.number("member.organisation.members", it -> BigDecimal.valueOf(it.members()));

	private final OrganisationQueries queries;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("organisations", queries.all());
		return "member/organisation/organisations";
	}

	@GetMapping("/export")
	void export(HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, _ -> Paged.whole(queries.all()));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("organisation", queries.require(id));
		model.addAttribute("page", queries.members(id, after, Paged.limit(limit)));
		return "member/organisation/organisation";
	}

}
