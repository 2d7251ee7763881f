package cn.jinfu.credit.rating;

import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalCard;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** The farm's grade and what it may borrow, on its home page. */
@Component
@RequiredArgsConstructor
class CreditCard implements PortalCard {

	private final Ratings ratings;

	@Override
	public int order() {
		return 500;
	}

	@Override
	public Optional<Content> content(Actor actor) {
		return actor.may("credit:own:view") ? ratings.own().map(it -> new Content("credit/portal/card :: grade", it))
				: Optional.empty();
	}

}
