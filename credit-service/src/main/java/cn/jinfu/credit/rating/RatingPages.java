package cn.jinfu.credit.rating;

import java.util.UUID;

import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.ConsentText;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.web.AskedAgain;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

	private final Ratings ratings;

	private final Consents consents;

	private final ConsentText texts;

	private final FacilityBook facilities;

	private final ObjectionDesk objections;

	private final OverrideDesk overrides;

	private final SuspensionDesk suspensions;

	private final StatusHistory history;

	private final BusinessClock clock;

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
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("r", ratings.show(id));
		model.addAttribute("same", ratings.reproduces(id));
		model.addAttribute("mayRate", Actor.current().may("credit:rating:run"));
		model.addAttribute("overrides", overrides.of(id));
		model.addAttribute("suspensions", suspensions.of(id));
		model.addAttribute("changes", history.of(Ratings.TYPE, id));
		model.addAttribute("me", Actor.current().personId());
		return "credit/rating/rating";
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
