package cn.jinfu.platform.review;

import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Each waiting item is somebody's to read. */
@Component
@RequiredArgsConstructor
class PublicReviewShell implements MenuContribution, ToDoSource {

	/** Working days in which it is read. */
	private static final int DAYS = 2;

	private final PublicReviews reviews;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List
			.of(new MenuEntry(Section.NEWS, "platform.review.menu", "/console/public-reviews", PublicReviews.MAY, 90));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return !actor.may(PublicReviews.MAY) ? List.of()
				: reviews.list(PublicStatus.WAITING, null, limit)
					.items()
					.stream()
					.filter(it -> !it.mine())
					.map(it -> new ToDo("public-review:" + it.id(), Section.NEWS, "platform.review.todo", it.title(),
							(it.words() != null) ? it.words() : Objects.requireNonNullElse(it.byName(), ""),
							"/console/public-reviews", PublicReviews.MAY, workingDays.until(it.at(), DAYS)))
					.toList();
	}

}
