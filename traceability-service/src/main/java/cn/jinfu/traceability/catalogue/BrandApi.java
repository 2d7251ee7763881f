package cn.jinfu.traceability.catalogue;

import java.util.List;
import java.util.UUID;

import lombok.RequiredArgsConstructor;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/brands")
@RequiredArgsConstructor
class BrandApi {

	private final BrandQueries queries;

	@GetMapping
	List<BrandView> list() {
		return queries.list();
	}

	@GetMapping("/{id}")
	BrandView show(@PathVariable UUID id) {
		return queries.view(id);
	}

}
