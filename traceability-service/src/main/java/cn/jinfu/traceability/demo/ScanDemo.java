package cn.jinfu.traceability.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.traceability.lot.LotCommands;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** People who scanned labels, and one lot that was called back. */
@Component
@RequiredArgsConstructor
class ScanDemo implements DemoPart {

	/** Labels of each batch that somebody scanned. */
	private static final int SCANNED = 12;

	private record Batch(String space, int keyVersion, long first, int count, Instant at) {
	}

	private final LotCommands lots;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 480;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		transaction.executeWithoutResult(_ -> scans(world));
		recallable(world)
			.ifPresent(lot -> world.at(world.today().minusDays(1), "brand.officer", Set.of("trace:lot:recall"), () -> {
				lots.recall(lot, "示例：复检发现一个包装批混装，先全部召回", version(lot));
				return world.put("trace.lot.recalled", lot);
			}));
	}

	private void scans(DemoWorld world) {
		var chance = new Random(20261122);
		var end = world.today().atStartOfDay(BusinessClock.ZONE).toInstant();
		for (var batch : batches()) {
			var hours = Math.max(1, Duration.between(batch.at(), end).toHours());
			for (int label = 0; label < Math.min(SCANNED, batch.count()); label++) {
				var visitors = (label % 5 == 0) ? 2 : 1;
				for (int visitor = 0; visitor < visitors; visitor++) {
					var at = batch.at().plus(Duration.ofHours(1 + chance.nextLong(hours)));
					scan(batch, batch.first() + label, at, "visitor " + label + " " + visitor);
				}
			}
		}
	}

	private void scan(Batch batch, long number, Instant at, String visitor) {
		sql.sql("select scan_count from trace_scan(?, ?, ?, ?, ?, true)")
			.params(batch.space(), batch.keyVersion(), number, Timestamp.from(at),
					visitor.getBytes(StandardCharsets.UTF_8))
			.query(Integer.class)
			.single();
	}

	private List<Batch> batches() {
		return sql.sql("""
				select code_space, key_version, first_seq, count, ordered_at from trace_label_batch
				 where status <> 'VOID' order by number""")
			.query((row, _) -> new Batch(row.getString(1), row.getInt(2), row.getLong(3), row.getInt(4),
					row.getTimestamp(5).toInstant()))
			.list();
	}

	/** Of another than the main farm; with labels, if any has some. */
	private Optional<UUID> recallable(DemoWorld world) {
		var farm = world.has("member.farm") ? world.farm() : new UUID(0, 0);
		return Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select l.id from trace_lot l
				  join trace_certificate c on c.tenant_id = l.tenant_id and c.lot_id = l.id and c.status = 'ISSUED'
				 where l.status in ('RELEASED', 'CONSUMED') and l.member_id <> ?
				 order by (l.kg_labelled > 0) desc, l.harvested_on desc, l.lot_code limit 1""")
			.param(farm)
			.query(UUID.class)
			.optional()));
	}

	private long version(UUID lotId) {
		return Objects.requireNonNull(transaction.execute(
				_ -> sql.sql("select version from trace_lot where id = ?").param(lotId).query(Long.class).single()));
	}

}
