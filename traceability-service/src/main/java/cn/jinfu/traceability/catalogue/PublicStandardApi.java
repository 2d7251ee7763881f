package cn.jinfu.traceability.catalogue;

import java.util.List;

import lombok.RequiredArgsConstructor;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The group standards in force, for everybody. */
@RestController
@RequestMapping("/api/public/standards")
@RequiredArgsConstructor
class PublicStandardApi {

	private final BrandQueries queries;

	@GetMapping
	List<BrandView.Standard> list() {
		return queries.standards();
	}

}
