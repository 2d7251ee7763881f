package cn.jinfu.traceability;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.traceability.story.Stories;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A farm's words and the pictures of its fields are shown once somebody has looked. */
class StoryIT extends TraceWorld {

	@Autowired
	Stories stories;

	@Autowired
	PublicReviews reviews;

	private final UUID plot = Ids.next();

	@Test
	void wordsAreShownOnEveryLotOfTheFarmOnceTheyWereRead() {
		var lot = harvest("100", null);
		var first = farmer(() -> stories.tell(new Stories.Tell(farm, null, " 种瓜十一年 ", null)));
		assertThat(document(lot)).doesNotContain("种瓜十一年");
		assertThatThrownBy(() -> farmer(() -> stories.tell(new Stories.Tell(farm, null, "又一段", null))))
			.hasMessageContaining("trace.story.waiting");
		decide(first, true);
		assertThat(document(lot)).contains("\"words\": \"种瓜十一年\"");
		var second = farmer(() -> stories.tell(new Stories.Tell(farm, null, "新的话", picture())));
		assertThat(document(lot)).as("what was shown stays until the new one was read").contains("种瓜十一年");
		assertThat(visibility(photo(second))).isEqualTo("MEMBER");
		decide(second, true);
		assertThat(visibility(photo(second))).isEqualTo("PUBLIC");
		assertThat(document(lot)).contains("新的话", photo(second).toString()).doesNotContain("种瓜十一年");
		assertThat(document(harvest("50", null))).as("a later lot has it too").contains("新的话");
		assertThat(statuses()).containsExactly("SHOWN", "ENDED");
		assertThatThrownBy(() -> farmer(() -> run(() -> stories.end(farm, second, 0))))
			.isInstanceOf(Refusal.Stale.class);
		farmer(() -> run(() -> stories.end(farm, second, 1)));
		assertThat(document(lot)).doesNotContain("新的话");
		assertThatThrownBy(() -> farmer(() -> run(() -> stories.end(farm, second, 2))))
			.isInstanceOf(Refusal.WrongState.class);
	}

	@Test
	void aFieldsPictureIsOnTheLotsThatGrewThere() {
		field();
		var lot = harvest("100", null);
		assertThatThrownBy(() -> farmer(() -> stories.tell(new Stories.Tell(farm, plot, "没有照片", null))))
			.hasMessageContaining("trace.story.no-photo");
		assertThatThrownBy(() -> farmer(() -> stories.tell(new Stories.Tell(farm, Ids.next(), null, picture()))))
			.as("another's field")
			.isInstanceOf(Refusal.NotFound.class);
		var told = farmer(() -> stories.tell(new Stories.Tell(farm, plot, null, picture())));
		decide(told, true);
		assertThat(document(lot)).contains("\"plotPhotoId\": \"" + photo(told) + "\"");
		farmer(() -> run(() -> stories.end(farm, told, 1)));
		assertThat(document(lot)).contains("\"plotPhotoId\": null");
	}

	@Test
	void whatIsRefusedIsNeverShownAndItsReasonIsRead() {
		var lot = harvest("100", null);
		assertThatThrownBy(() -> farmer(() -> stories.tell(new Stories.Tell(farm, null, " ", null))))
			.hasMessageContaining("trace.story.no-words");
		var told = farmer(() -> stories.tell(new Stories.Tell(farm, null, "打我电话 138 0000 0000", null)));
		decide(told, false);
		assertThat(document(lot)).doesNotContain("打我电话");
		assertThat(farmer(() -> stories.ofMember(farm))).singleElement()
			.satisfies(it -> assertThat(it.reason()).isEqualTo("有电话"));
		assertThat(elsewhere("select count(*) from trace_story")).isZero();
	}

	@Test
	void anothersWordsAreNotHis() {
		var told = farmer(() -> stories.tell(new Stories.Tell(farm, null, "种瓜十一年", null)));
		decide(told, true);
		var other = Ids.next();
		assertThatThrownBy(() -> acting(Scope.member(other), () -> run(() -> stories.end(farm, told, 1))))
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> as("officer", () -> stories.ofMember(farm)))
			.isInstanceOf(org.springframework.security.access.AccessDeniedException.class);
	}

	@Test
	void ofTwoSentAtOnceOneWaits() throws Exception {
		Callable<Boolean> one = () -> sent("甲");
		Callable<Boolean> two = () -> sent("乙");
		assertThat(atOnce(one, two)).containsExactlyInAnyOrder(true, false);
		assertThat(statuses()).containsExactly("WAITING");
	}

	private boolean sent(String words) {
		try {
			farmer(() -> stories.tell(new Stories.Tell(farm, null, words, null)));
			return true;
		}
		catch (Refusal | org.springframework.dao.DataIntegrityViolationException refused) {
			return false;
		}
	}

	private void field() {
		as("clerk", () -> {
			sql.sql("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					values (?, '330482', 0, ?, ?, '一号棚', 'GREENHOUSE', '330482100', 'x', 10, 'DRAFT', ?)""")
				.params(plot, plot.toString().substring(24), farm, Ids.next())
				.update();
			return sql
				.sql("""
						insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety,
						  season_year, season_part, sown_on, area_mu, state, verification, recorded_by, recorded_at)
						values (?, '330482', 0, ?, ?, ?, 'watermelon', '8424', 2026, 'SPRING', date '2026-01-01', 5, 'GROWING',
						  'SUBMITTED', ?, now())""")
				.params(planting, planting.toString().substring(24), farm, plot, Ids.next())
				.update();
		});
	}

	private void decide(UUID story, boolean shown) {
		var person = Ids.next();
		new Actor(Actor.Kind.PERSON, person, person, "r", "r", TENANT, Scope.ALL, Set.of(PublicReviews.MAY))
			.run(() -> transaction.executeWithoutResult(_ -> {
				var item = reviews.list(PublicStatus.WAITING, null, 100)
					.items()
					.stream()
					.filter(it -> it.subjectId().equals(story))
					.findFirst()
					.orElseThrow();
				reviews.decide(item.id(), shown, shown ? null : "有电话", item.version());
			}));
	}

	private List<String> statuses() {
		return farmer(() -> stories.ofMember(farm)).stream().map(it -> it.status().name()).toList();
	}

	private UUID photo(UUID story) {
		return as("clerk",
				() -> sql.sql("select photo_id from trace_story where id = ?").param(story).query(UUID.class).single());
	}

	private String visibility(UUID file) {
		return as("clerk",
				() -> sql.sql("select visibility from platform_file where id = ?")
					.param(file)
					.query(String.class)
					.single());
	}

	private String document(UUID lot) {
		return as("clerk",
				() -> sql.sql("select document::text from trace_lot_document where lot_id = ?")
					.param(lot)
					.query(String.class)
					.single());
	}

	private <T> T farmer(Supplier<T> body) {
		return acting(Scope.member(farm), body);
	}

	private <T> T acting(Scope scope, Supplier<T> body) {
		var person = Ids.next();
		var result = new Object[1];
		new Actor(Actor.Kind.PERSON, person, person, "x", "x", TENANT, scope, Set.of("trace:story:tell"))
			.run(() -> result[0] = transaction.execute(_ -> body.get()));
		@SuppressWarnings("unchecked")
		var typed = (T) result[0];
		return typed;
	}

	private static MultipartFile picture() {
		try {
			var bytes = new ByteArrayOutputStream();
			ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
			return new MockMultipartFile("photo", "x.jpg", "image/jpeg", bytes.toByteArray());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
