package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.comment.Comments;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What strangers write is read before everybody reads it. */
class CommentIT extends TraceWorld {

	@Autowired
	Comments comments;

	@Autowired
	PublicReviews reviews;

	@Autowired
	CodePaths paths;

	@Test
	void wordsWaitAndAreShownOnlyAfterSomebodyReadThem() {
		var lot = labelled();
		assertThat(say(0, 4, "很甜")).isTrue();
		assertThat(document(lot)).doesNotContain("很甜");
		var item = waiting("很甜");
		assertThat(item.byName()).as("no name is asked").isNull();
		assertThatThrownBy(() -> as("farmer", () -> run(() -> reviews.decide(item.id(), true, null, 0))))
			.isInstanceOf(AccessDeniedException.class);
		assertThatThrownBy(() -> reader(() -> reviews.decide(item.id(), false, " ", 0)))
			.hasMessageContaining("kernel.review.reason");
		reader(() -> reviews.decide(item.id(), true, null, 0));
		assertThat(document(lot)).contains("很甜");
		assertThatThrownBy(() -> reader(() -> reviews.decide(item.id(), false, "x", 1)))
			.isInstanceOf(Refusal.WrongState.class);
	}

	@Test
	void whatIsRefusedIsNeverShownAndStarsAloneNeedNoReader() {
		var lot = labelled();
		say(0, 1, "隔壁老王 138 0000 0000");
		var item = waiting("隔壁老王 138 0000 0000");
		reader(() -> reviews.decide(item.id(), false, "有他人电话", 0));
		assertThat(say(1, 5, " ")).isFalse();
		assertThat(document(lot)).doesNotContain("老王").contains("\"stars\": 5");
		assertThat(elsewhere("select count(*) from trace_comment")).isZero();
		assertThat(elsewhere("select count(*) from platform_public_review")).isZero();
	}

	@Test
	void oneForACodeTenADayFromOneAddressAndNoneForWhatIsStopped() {
		var lot = labelled();
		assertThatThrownBy(() -> say(0, 6, null)).hasMessageContaining("trace.comment.stars");
		say(0, 5, null);
		assertThatThrownBy(() -> say(0, 5, null)).hasMessageContaining("trace.comment.twice");
		assertThatThrownBy(() -> Tenant.callAs(TENANT, () -> comments.say("X123 0000 0000 0000 0000", 5, null, "1")))
			.hasMessageContaining("trace.comment.not-ours");
		for (int i = 1; i < 10; i++) {
			say(i, 5, null);
		}
		assertThatThrownBy(() -> say(10, 5, null)).isInstanceOf(Refusal.TooMany.class);
		as("officer", () -> run(() -> lots.hold(lot, "x", version(lot))));
		assertThatThrownBy(() -> say(11, 5, null)).hasMessageContaining("trace.comment.stopped");
	}

	private boolean say(long number, int stars, String words) {
		return Tenant.callAs(TENANT, () -> comments.say(paths.label(productNo, 0, number), stars, words, productNo));
	}

	private PublicReviews.Item waiting(String words) {
		var found = new PublicReviews.Item[1];
		reader(() -> found[0] = reviews.list(PublicStatus.WAITING, null, 100)
			.items()
			.stream()
			.filter(it -> words.equals(it.words()))
			.reduce((a, b) -> b)
			.orElseThrow());
		return found[0];
	}

	private void reader(Runnable body) {
		var person = Ids.next();
		new Actor(Actor.Kind.PERSON, person, person, "r", "r", TENANT, Scope.ALL, Set.of(PublicReviews.MAY))
			.run(() -> transaction.executeWithoutResult(_ -> body.run()));
	}

	private String document(UUID lot) {
		return as("clerk",
				() -> sql.sql("select document::text from trace_lot_document where lot_id = ?")
					.param(lot)
					.query(String.class)
					.single());
	}

	private UUID labelled() {
		licence();
		var lot = harvest("100", null);
		test("0.05");
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		as("farmer", () -> labels.order(order(lot, 20)));
		return lot;
	}

}
