package cn.jinfu.traceability.recall;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The public list of recalls for programs. */
@RestController
@RequestMapping("/api/public/recalls")
@RequiredArgsConstructor
class PublicRecallApi {

	private final PublicRecalls recalls;

	@GetMapping
	Paged<PublicRecalls.Announced> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return recalls.list(q, after, Paged.limit(limit));
	}

}
