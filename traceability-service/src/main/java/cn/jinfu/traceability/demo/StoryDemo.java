package cn.jinfu.traceability.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoPicture;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.traceability.story.Stories;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * What the demo's farm tells of itself, drawn fields for pictures; one of another farm
 * waits to be read.
 */
@Component
@RequiredArgsConstructor
class StoryDemo implements DemoPart {

	private static final Set<String> TELL = Set.of("trace:story:tell");

	private static final Set<String> READ = Set.of(PublicReviews.MAY);

	private final Stories stories;

	private final PublicReviews reviews;

	private final PlotDirectory plots;

	@Override
	public int order() {
		return 430;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("member.farm")) {
			return;
		}
		var farm = world.farm();
		var day = world.today().minusDays(40);
		world.at(day, "farm.demo", TELL,
				() -> stories.tell(new Stories.Tell(farm, null, "一家三口种瓜十一年，藤上熟了再摘。切开前放井水里凉半小时，更甜。（示例）", null)));
		plots.ofMember(farm)
			.stream()
			.filter(PlotDirectory.PlotFacts::verified)
			.limit(3)
			.forEach(plot -> world.at(day, "farm.demo", TELL,
					() -> stories.tell(new Stories.Tell(farm, plot.plotId(), null, field()))));
		world.at(day.plusDays(1), "brand.officer", READ, () -> {
			reviews.list(PublicStatus.WAITING, null, 100)
				.items()
				.stream()
				.filter(it -> it.kind() == PublicReviews.PublicKind.PRODUCER_STORY)
				.forEach(it -> reviews.decide(it.id(), true, null, it.version()));
			return farm;
		});
		waiting(world, "melon1");
	}

	private void waiting(DemoWorld world, String slug) {
		if (world.has("member." + slug)) {
			UUID member = world.get("member." + slug);
			world.at(world.today().minusDays(1), "member." + slug, TELL,
					() -> stories.tell(new Stories.Tell(member, null, "大棚里套袋吊蔓，一藤只留一个瓜。（示例）", null)));
		}
	}

	/** Rows of a field under a sky: no place anybody could find. */
	private static DemoPicture field() {
		return DemoPicture.drawn("示例地块", "jpeg", 780, 352, pen -> {
			pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			pen.setPaint(new GradientPaint(0, 0, new Color(0xBFE0F2), 0, 170, new Color(0xF3F7EC)));
			pen.fillRect(0, 0, 780, 352);
			pen.setColor(new Color(0x8A6A43));
			pen.fillRect(0, 150, 780, 202);
			for (int row = 0; row < 9; row++) {
				pen.setColor((row % 2 == 0) ? new Color(0x3F8F46) : new Color(0x57A65B));
				int left = 390 + (row - 4) * 28;
				int wide = 390 + (row - 4) * 150;
				pen.fillPolygon(new int[] { left - 7, left + 7, wide + 46, wide - 46 },
						new int[] { 150, 150, 352, 352 }, 4);
			}
		});
	}

}
