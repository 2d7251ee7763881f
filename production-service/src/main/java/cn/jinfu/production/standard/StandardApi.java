package cn.jinfu.production.standard;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For reading; they are written at the console. */
@RestController
@RequestMapping("/api/v1/crop-standards")
@RequiredArgsConstructor
class StandardApi {

	record Whole(StandardView standard, StandardContent content) {
	}

	private final StandardQueries queries;

	@GetMapping
	Paged<StandardView> list(@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable StandardState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new StandardQueries.Filter(crop, state, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	Whole show(@PathVariable UUID id) {
		return new Whole(queries.view(id), queries.content(id));
	}

}
