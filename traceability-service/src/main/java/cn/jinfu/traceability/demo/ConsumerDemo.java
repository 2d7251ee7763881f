package cn.jinfu.traceability.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicKind;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import cn.jinfu.kernel.Scope;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
import cn.jinfu.traceability.codecase.CodeCaseCommands;
import cn.jinfu.traceability.codecase.Complaints;
import cn.jinfu.traceability.codecase.Complaints.ComplaintKind;
import cn.jinfu.traceability.codecase.Rewards;
import cn.jinfu.traceability.comment.Comments;
import cn.jinfu.traceability.label.LabelSheets.SheetPaper;
import cn.jinfu.traceability.label.PrintDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What invented consumers said of packages they had in hand, what became of it, and
 * labels that an outlet prints. Nobody has a name, and addresses are those that are kept
 * for examples.
 */
@Component
@RequiredArgsConstructor
class ConsumerDemo implements DemoPart {

	private static final Set<String> DECIDE = Set.of("trace:case:decide");

	private static final Set<String> PAY = Set.of("trace:reward:pay");

	private static final Set<String> READ = Set.of(PublicReviews.MAY);

	private static final Set<String> ORDER = Set.of("trace:label:order");

	private static final Set<String> SERVE = Set.of("trace:print:serve");

	/** Of labels that were put on packages and sold. */
	private record Batch(UUID id, String space, int keyVersion, long first) {
	}

	/**
	 * @param ago days before today
	 * @param refused why it is not shown; null where it is
	 */
	private record Said(int ago, int stars, @Nullable String words, @Nullable String refused) {
	}

	/** The first ones are read, the last two wait. */
	private static final List<Said> SAID = List.of(new Said(12, 5, "瓜很甜，皮薄，扫出来的检测也看得懂。（示例）", null),
			new Said(9, 4, null, null), new Said(8, 4, "味道不错，就是有一只路上压裂了。（示例）", null),
			new Said(7, 1, "加微信看便宜货源（示例）", "是广告，与这批产品无关"), new Said(5, 5, null, null),
			new Said(1, 5, "给老人买的，字大，看得清楚。（示例）", null), new Said(1, 3, "比上一箱淡一点。（示例）", null));

	private static final int WAITING = 2;

	private final LabelKeys keys;

	private final Comments comments;

	private final PublicReviews reviews;

	private final Complaints complaints;

	private final CodeCaseCommands cases;

	private final Rewards rewards;

	private final PrintDesk desk;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 490;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("member.farm")) {
			return;
		}
		var batches = batches(world.farm());
		if (batches.isEmpty()) {
			return;
		}
		said(world, batches.getFirst());
		complained(world, batches.getFirst());
		if (world.has("outlet.demo")) {
			printed(world, batches);
		}
	}

	/** Whose lots may be sold, the latest but one first: the latest is the visitor's. */
	private List<Batch> batches(UUID farm) {
		return Objects.requireNonNull(transaction.execute(_ -> sql
			.sql("""
					select b.id, b.code_space, b.key_version, b.first_seq from trace_label_batch b
					  join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id and l.status in ('RELEASED', 'CONSUMED')
					 where b.member_id = ? and b.status = 'PRINTED' order by b.number desc offset 1 limit 4""")
			.param(farm)
			.query((row, _) -> new Batch(row.getObject(1, UUID.class), row.getString(2), row.getInt(3), row.getLong(4)))
			.list()));
	}

	private String code(Batch batch, int place) {
		return batch.space() + LabelSerial.encode(keys.signing(batch.keyVersion()), batch.keyVersion(), batch.space(),
				batch.first() + place);
	}

	private void said(DemoWorld world, Batch batch) {
		for (int i = 0; i < SAID.size(); i++) {
			var one = SAID.get(i);
			var code = code(batch, i);
			var address = "203.0.113." + (20 + i);
			var on = world.today().minusDays(one.ago());
			world.at(on, "consumer", Set.of(), () -> comments.say(code, one.stars(), one.words(), address));
			if (one.words() != null && i < SAID.size() - WAITING) {
				read(world, on.plusDays(1), one.words(), one.refused());
			}
		}
	}

	private void read(DemoWorld world, LocalDate on, String words, @Nullable String refused) {
		world.at(on, "brand.officer", READ, () -> {
			reviews.list(PublicStatus.WAITING, null, 100)
				.items()
				.stream()
				.filter(it -> it.kind() == PublicKind.COMMENT && words.equals(it.words()))
				.forEach(it -> reviews.decide(it.id(), refused == null, refused, it.version()));
			return true;
		});
	}

	/** One was found true and paid, one waits for its finder, one for the officer. */
	private void complained(DemoWorld world, Batch batch) {
		var copied = complained(world, batch, 20, ComplaintKind.COPIED, "两只瓜上的码一模一样。（示例）", 25);
		closed(world, copied, 20, "与编号样本比对，是翻拍后重印的标签；已通报市场监管。（示例）");
		granted(world, copied, 19, "100");
		world.at(world.today().minusDays(15), "member.clerk", PAY, () -> {
			rewards.pay(copied);
			return true;
		});
		var second = complained(world, batch, 21, ComplaintKind.COPIED, "摊位上的标签撕下来能再贴。（示例）", 10);
		closed(world, second, 6, "摊主回收旧标签再贴，已责令改正。（示例）");
		granted(world, second, 5, "50");
		complained(world, batch, 22, ComplaintKind.LABEL, "标签贴在接缝上，扫不出来。（示例）", 1);
	}

	/**
	 * @return the receipt's number
	 */
	private String complained(DemoWorld world, Batch batch, int place, ComplaintKind kind, String words, int ago) {
		return world.at(world.today().minusDays(ago), "consumer", Set.of(), () -> complaints
			.tell(new Complaints.Complaint(code(batch, place), kind, words, "示例市场", null, "203.0.113." + place)));
	}

	private void closed(DemoWorld world, String receipt, int ago, String words) {
		world.at(world.today().minusDays(ago), "brand.officer", DECIDE, () -> {
			cases.close(caseOf(receipt), Conclusion.COPIED, words, 0);
			return true;
		});
	}

	private void granted(DemoWorld world, String receipt, int ago, String yuan) {
		world.at(world.today().minusDays(ago), "brand.officer", DECIDE, () -> {
			rewards.grant(caseOf(receipt), receipt, new BigDecimal(yuan));
			return true;
		});
	}

	private UUID caseOf(String receipt) {
		return Objects.requireNonNull(
				transaction.execute(_ -> sql.sql("select case_id from trace_code_complaint where reference = ?")
					.param(receipt)
					.query(UUID.class)
					.single()));
	}

	/** One handed out, one ready to be fetched, one just asked for. */
	private void printed(DemoWorld world, List<Batch> batches) {
		for (int i = 0; i < Math.min(3, batches.size()); i++) {
			var batch = batches.get(i);
			var on = world.today().minusDays(3 - i);
			var paper = (i == 1) ? SheetPaper.A4 : SheetPaper.ROLL;
			var job = world.at(on, "farm.demo", ORDER, () -> desk.ask(batch.id(), world.get("outlet.demo"), paper));
			if (i == 2) {
				return;
			}
			var digits = world.at(on, "farm.demo", ORDER,
					() -> Objects.requireNonNull(desk.ofOrder(batch.id()).orElseThrow().pickCode()));
			served(world, on, () -> desk.ready(job, 0));
			if (i == 0) {
				served(world, on.plusDays(1), () -> desk.hand(job, digits, 1));
			}
		}
	}

	private static void served(DemoWorld world, LocalDate on, Runnable work) {
		var person = world.person("outlet.demo");
		new Actor(Actor.Kind.PERSON, person, person, "outlet.demo", world.name("outlet.demo"), world.tenantId(),
				Scope.outlet(world.get("outlet.demo")), SERVE)
			.run(() -> BusinessClock.at(on.atTime(15, 0).atZone(BusinessClock.ZONE).toInstant(), () -> {
				work.run();
				return true;
			}));
	}

}
