package cn.jinfu.member.organisation;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The federations for clients. */
@RestController
@RequestMapping("/api/v1/organisations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:organisation:view')")
class OrganisationApi {

	private final OrganisationQueries queries;

	@GetMapping
	List<OrganisationQueries.Row> list() {
		return queries.all();
	}

	@GetMapping("/{id}")
	OrganisationQueries.Row show(@PathVariable UUID id) {
		return queries.require(id);
	}

	@GetMapping("/{id}/members")
	Paged<OrganisationQueries.MemberLine> members(@PathVariable UUID id,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.members(id, after, Paged.limit(limit));
	}

}
