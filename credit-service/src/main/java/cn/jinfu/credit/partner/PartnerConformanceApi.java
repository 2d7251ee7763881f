package cn.jinfu.credit.partner;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the calling machine has made right so far. */
@RestController
@RequiredArgsConstructor
class PartnerConformanceApi {

	private final ConformanceBook book;

	@GetMapping("/api/partner/v1/conformance")
	@PreAuthorize("hasAuthority('cases.read')")
	public ConformanceBook.ConformanceReport own() {
		return book.report(Actor.current().login());
	}

}
