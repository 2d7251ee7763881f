package cn.jinfu.traceability.brand;

import java.time.LocalDate;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The public register for programs. */
@RestController
@RequestMapping("/api/public/licences")
@RequiredArgsConstructor
class PublicLicenceApi {

	/**
	 * @param inForce whether the mark may be used today
	 */
	record Entry(String number, String holder, String className, String mark, String markNo, LicenceStatus status,
			boolean inForce, @Nullable LocalDate from, @Nullable LocalDate until) {

		static Entry of(LicenceView licence) {
			return new Entry(String.valueOf(licence.number()), licence.holder(), licence.className(),
					licence.markName(), licence.markNo(), licence.status(), licence.inForce(), licence.validFrom(),
					licence.validUntil());
		}

	}

	private final LicenceQueries queries;

	@GetMapping
	Paged<Entry> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.register(q, after, Paged.limit(limit)).map(Entry::of);
	}

	@GetMapping("/{number}")
	Entry verify(@PathVariable String number) {
		return queries.byNumber(number)
			.map(Entry::of)
			.orElseThrow(() -> new NotFound("brand.licence.not-found", number));
	}

}
