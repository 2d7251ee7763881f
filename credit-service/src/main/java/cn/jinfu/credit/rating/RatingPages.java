package cn.jinfu.credit.rating;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.ConsentText;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.web.AskedAgain;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Ratings at the desk, and the farm's own grade on its phone. */
@Controller
@RequiredArgsConstructor
class RatingPages {

	private static final int CONSENT_MONTHS = 24;

	/** Where a farm finds on its own phone what a figure was counted from. */
	private static final Map<String, String> OWN_RECORDS = Map.ofEntries(Map.entry("plots", "/portal/plots"),
			Map.entry("operations", "/portal/operations"), Map.entry("holdings", "/portal/holdings"),
			Map.entry("licences", "/portal/brand-licences"), Map.entry("tests", "/portal/lots"),
			Map.entry("lots", "/portal/lots"), Map.entry("sales", "/portal/orders"),
			Map.entry("sales-and-statement", "/portal/orders"), Map.entry("loans", "/portal/loans"),
			Map.entry("DECLARATION", "/portal/declarations"));

	private final Ratings ratings;

	private final EvidenceRows rows;

	private final Consents consents;

	private final ConsentText texts;

	private final FacilityBook facilities;

	private final ObjectionDesk objections;

	private final OverrideDesk overrides;

	private final SuspensionDesk suspensions;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping("/console/ratings")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String list(@RequestParam(required = false) @Nullable RatingStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", ratings.list(status, member, after, Paged.limit(limit)));
		model.addAttribute("statuses", RatingStatus.values());
		return "credit/rating/list";
	}

	@GetMapping("/console/ratings/new")
	@PreAuthorize("hasAuthority('credit:rating:run')")
	String choose(@RequestParam(defaultValue = "") String q, Model model) {
		model.addAttribute("found", ratings.candidates(q));
		return "credit/rating/new";
	}

	@GetMapping("/console/ratings/{id}")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID with, Model model) {
		var rating = ratings.show(id);
		var beside = (with != null) ? ratings.beside(id, with) : null;
		model.addAttribute("r", rating);
		model.addAttribute("others", ratings.others(rating));
		model.addAttribute("beside", beside);
		model.addAttribute("radar", radar(rating, beside));
		model.addAttribute("same", ratings.reproduces(id));
		model.addAttribute("mayRate", Actor.current().may("credit:rating:run"));
		model.addAttribute("overrides", overrides.of(id));
		model.addAttribute("suspensions", suspensions.of(id));
		model.addAttribute("changes", history.of(Ratings.TYPE, id));
		model.addAttribute("me", Actor.current().personId());
		return "credit/rating/rating";
	}

	/** The rows behind one of its figures. */
	@GetMapping("/console/ratings/{ratingId}/facts/{code}")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String fact(@PathVariable String ratingId, @PathVariable String code,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var found = rows.ofFact(id(ratingId), code, after, Paged.limit(limit));
		model.addAttribute("r", found.rating());
		model.addAttribute("x", found.fact());
		model.addAttribute("page", found.rows());
		return "credit/rating/fact";
	}

	/** What is no id is nobody's. */
	private static UUID id(String ratingId) {
		try {
			return UUID.fromString(ratingId);
		}
		catch (IllegalArgumentException _) {
			throw new NotFound("credit.rating.not-found", ratingId);
		}
	}

	/** Points of each dimension in percent of what it can bring. */
	private List<List<String>> radar(Ratings.View rating, Ratings.@Nullable Beside beside) {
		return rating.outcome().dimensions().stream().map(it -> {
			var line = new ArrayList<>(List.of(word(it.dimension()), it.percent() + "%"));
			if (beside != null) {
				beside.outcome()
					.dimensions()
					.stream()
					.filter(other -> other.dimension() == it.dimension())
					.forEach(other -> line.add(other.percent() + "%"));
			}
			return List.copyOf(line);
		}).toList();
	}

	private String word(Dimension dimension) {
		return messages.getMessage("enum.Dimension." + dimension.name(), null, LocaleContextHolder.getLocale());
	}

	@PostMapping("/console/ratings")
	@PreAuthorize("hasAuthority('credit:rating:run')")
	String rate(@RequestParam UUID member) {
		return "redirect:/console/ratings/" + ratings.rate(member);
	}

	@GetMapping("/portal/credit")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String own(Model model) {
		var memberId = Actor.current().memberId();
		model.addAttribute("r", ratings.own().orElse(null));
		model.addAttribute("today", clock.today());
		model.addAttribute("counter", Actor.current().behalf() != null);
		model.addAttribute("consented", consents.ratingAllowed(memberId));
		model.addAttribute("objections", objections.own());
		model.addAttribute("available", facilities.availableTo(memberId));
		model.addAttribute("text", texts.of(ConsentPurpose.RATING, null));
		return "credit/portal/credit";
	}

	/** Every figure of the farm's rating, with the records it was counted from. */
	@GetMapping("/portal/credit/points")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String ownPoints(Model model) {
		var own = ratings.own();
		if (own.isEmpty()) {
			return "redirect:/portal/credit";
		}
		model.addAttribute("r", own.get());
		return "credit/portal/points";
	}

	/** The rows behind one of them; of no rating none. */
	@GetMapping("/portal/credit/points/{code}")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String ownFact(@PathVariable String code, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var own = ratings.own().orElseThrow(() -> new NotFound("credit.rating.no-fact", code));
		var found = rows.ofFact(own.ratingId(), code, after, Paged.limit(limit));
		model.addAttribute("r", found.rating());
		model.addAttribute("x", found.fact());
		model.addAttribute("page", found.rows());
		model.addAttribute("register", OWN_RECORDS.get(found.fact().source()));
		return "credit/portal/fact";
	}

	/** At the counter: consent to be rated, signed on paper, then the rating. */
	@PostMapping("/portal/credit/paper")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String rateOnPaper(@RequestParam(required = false) @Nullable MultipartFile paper) {
		consents.takePaper(ConsentPurpose.RATING, null, CONSENT_MONTHS, paper);
		ratings.rateOwn();
		return "redirect:/portal/credit";
	}

	@PostMapping("/portal/credit")
	@AskedAgain(when = "agreed")
	@PreAuthorize("hasAuthority('credit:own:view')")
	String rateOwn(@RequestParam(defaultValue = "false") boolean agreed) {
		if (!consents.ratingAllowed(Actor.current().memberId())) {
			if (!agreed) {
				throw new RuleBroken("credit.rating.no-consent");
			}
			if (Actor.current().behalf() != null) {
				throw new RuleBroken("credit.consent.paper").at("paper");
			}
			consents.give(ConsentPurpose.RATING, null, CONSENT_MONTHS);
		}
		ratings.rateOwn();
		return "redirect:/portal/credit";
	}

}
