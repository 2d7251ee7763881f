package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.QuotaDesk;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.lot.LotChanges;
import cn.jinfu.traceability.lot.PassingTests;
import cn.jinfu.traceability.lot.TraceLots;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Labels under an active licence: as many as the lot weighs and the quota allows. */
@Service
@Transactional
@RequiredArgsConstructor
public class LabelOrders {

	/** One order, so that a slip of the finger cannot use a season's quota. */
	static final int MAX_COUNT = 5000;

	private final EntityManager entities;

	private final LabelBatches batches;

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final LicenceDesk licences;

	private final QuotaDesk quotas;

	private final Products products;

	private final LabelKeys keys;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('trace:label:order')")
	public UUID order(UUID memberId, UUID lotId, UUID productId, int count) {
		if (count < 1 || count > MAX_COUNT) {
			throw new RuleBroken("trace.label.count", MAX_COUNT).at("count");
		}
		var product = products.find(productId)
			.filter(it -> it.memberId().equals(memberId) && it.active())
			.orElseThrow(() -> new NotFound("trace.label.product-not-found", productId));
		var brandClass = product.brandClass();
		if (brandClass == null) {
			throw new RuleBroken("trace.label.product-without-brand", product.name()).at("productId");
		}
		var licence = licences.requireInForce(memberId, brandClass);
		var seen = lots.require(lotId);
		if (!seen.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		seen.requireSellable();
		if (!seen.crop().equals(product.crop())) {
			throw new RuleBroken("trace.label.other-crop", seen.cropName(), product.cropName()).at("productId");
		}
		if (tests.speakingFor(seen).isEmpty()) {
			throw new RuleBroken("trace.label.no-test", seen.lotCode()).at("lotId");
		}
		var kg = product.netWeightKg().multiply(BigDecimal.valueOf(count));
		var quotaId = quotas.use(seen.plantingId(), kg);
		// what was read before the quota's lock may be old by now: forget it, read again
		// under lock
		entities.detach(seen);
		var lot = lots.requireLocked(lotId);
		lot.requireSellable();
		lot.label(kg);
		var range = range(product.codeSpace().replace("-", ""), count);
		var batch = LabelBatch.issue(numbers.next("label_batch", "BQ-%06d"), new LabelBatch.Backing(memberId, lotId,
				licence.id(), quotaId, productId, product.name(), product.netWeightKg()), range, clock.now());
		batches.save(batch);
		history.record("LabelBatch", batch.id(), null, batch.status(), null);
		lots.save(lot);
		changes.touched(lotId);
		return batch.id();
	}

	/** The farm's own batch, noted as printed from now on. */
	@PreAuthorize("hasAuthority('trace:label:order')")
	public LabelBatch print(UUID memberId, UUID batchId) {
		var batch = batches.findById(batchId)
			.filter(it -> it.memberId().equals(memberId))
			.orElseThrow(() -> new NotFound("trace.label.not-found", batchId));
		batch.printed(clock.now());
		return batches.save(batch);
	}

	/** Codes of a batch, {@code from} counted from zero. */
	public List<String> serials(LabelBatch batch, int from, int limit) {
		var key = keys.signing(batch.keyVersion());
		var end = Math.min(batch.count(), from + limit);
		return LongStream.range(from, end)
			.mapToObj(i -> LabelSerial.encode(key, batch.keyVersion(), batch.codeSpace(), batch.firstSeq() + i))
			.toList();
	}

	private LabelBatch.Range range(String space, int count) {
		var owner = sql
			.sql("""
					with claimed as (insert into trace_code_space (code, tenant_id) values (:code, :tenant)
					  on conflict on constraint trace_code_space_pk do nothing returning tenant_id)
					select tenant_id from claimed union all select tenant_id from trace_code_space where code = :code limit 1""")
			.param("code", space)
			.param("tenant", Tenant.require())
			.query(String.class)
			.optional()
			.orElse(Tenant.require());
		if (!owner.equals(Tenant.require())) {
			throw new RuleBroken("trace.label.space-taken", space).at("productId");
		}
		var version = keys.signingVersion();
		var next = sql.sql("""
				insert into trace_label_counter as c (tenant_id, code_space, key_version, next_seq)
				values (?, ?, ?, ?) on conflict on constraint trace_label_counter_pk
				do update set next_seq = c.next_seq + excluded.next_seq returning next_seq""")
			.params(Tenant.require(), space, version, count)
			.query(Long.class)
			.single();
		return new LabelBatch.Range(space, version, next - count, count);
	}

}
