package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.catalogue.BrandQueries;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.lot.LotChanges;
import cn.jinfu.traceability.lot.LotChecks;
import cn.jinfu.traceability.lot.LotKind;
import cn.jinfu.traceability.lot.LotOrigins;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.lot.PassingTests;
import cn.jinfu.traceability.lot.TraceLot;
import cn.jinfu.traceability.lot.TraceLots;
import cn.jinfu.traceability.quota.QuotaDesk;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Labels under an active licence: as many as the lot weighs and the quota allows. */
@Service
@Transactional
@RequiredArgsConstructor
public class LabelOrders {

	/**
	 * One order; the database says the same. A season is bounded by its quota, a lot by
	 * its weight.
	 */
	public static final int MAX_COUNT = 100_000;

	static final String TYPE = "LabelBatch";

	private final EntityManager entities;

	private final LabelBatches batches;

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final LotChecks checks;

	private final LotOrigins origins;

	private final LicenceDesk licences;

	private final QuotaDesk quotas;

	private final Products products;

	private final BrandQueries catalogue;

	private final LabelKeys keys;

	private final StatusHistory history;

	private final Audit audit;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * What a farm orders.
	 *
	 * @param design package design, null for a plain label
	 */
	public record Order(UUID memberId, UUID lotId, UUID productId, @Nullable UUID design, int count) {
	}

	/**
	 * Labels that are worth nothing any more, by their places in the batch, the first
	 * being 1.
	 */
	public record Void(UUID batchId, int from, int to, LabelVoidCause cause, String reason, long version) {
	}

	@PreAuthorize("hasAuthority('trace:label:order')")
	public UUID order(Order order) {
		var count = order.count();
		if (count < 1 || count > MAX_COUNT) {
			throw new RuleBroken("trace.label.count", MAX_COUNT).at("count");
		}
		var product = product(order);
		var brandClass = product.brandClass();
		if (brandClass == null) {
			throw new RuleBroken("trace.label.product-without-brand", product.name()).at("productId");
		}
		var licence = licences.requireInForce(order.memberId(), brandClass);
		var seen = lots.require(order.lotId());
		if (!seen.memberId().equals(order.memberId())) {
			throw new NotFound("trace.lot.not-found", order.lotId());
		}
		seen.requireSellable();
		if (!seen.crop().equals(product.crop())) {
			throw new RuleBroken("trace.label.other-crop", seen.cropName(), product.cropName()).at("productId");
		}
		requireDesign(order.design(), brandClass, seen);
		if (tests.speakingFor(seen).isEmpty()) {
			throw new RuleBroken("trace.label.no-test", seen.lotCode()).at("lotId");
		}
		var kg = product.netWeightKg().multiply(BigDecimal.valueOf(count));
		var id = Ids.next();
		requireLoose(seen);
		var debits = new TreeMap<UUID, BigDecimal>();
		origins.share(seen.id(), kg).forEach((planting, part) -> debits.put(quotas.use(planting, part, id), part));
		// what was read before the quota's lock may be old by now: forget it, read again
		// under lock
		entities.detach(seen);
		var lot = lots.requireLocked(order.lotId());
		lot.requireSellable();
		requireCertificate(lot);
		if (!checks.balanced(lot.id())) {
			throw new RuleBroken("trace.label.unbalanced", lot.lotCode()).at("lotId");
		}
		lot.label(kg);
		var range = range(product.codeSpace().replace("-", ""), count);
		var batch = LabelBatch
			.issue(id, numbers.next("label_batch", "BQ-%06d"),
					new LabelBatch.Backing(order.memberId(), order.lotId(), licence.id(), largest(debits),
							order.productId(), order.design(), product.name(), product.netWeightKg()),
					range, clock.now());
		batches.save(batch);
		entities.flush();
		debits.forEach((quota, part) -> sql
			.sql("insert into trace_label_quota (tenant_id, batch_id, quota_id, kg) values (?, ?, ?, ?)")
			.params(Tenant.require(), id, quota, part)
			.update());
		history.record(TYPE, id, null, batch.status(), null);
		lots.save(lot);
		changes.touched(order.lotId());
		return id;
	}

	/**
	 * Asked before the form is shown: whether labels of this lot can be ordered at all.
	 * @throws RuleBroken with the reason, when they cannot
	 */
	@PreAuthorize("hasAuthority('trace:label:order')")
	@Transactional(readOnly = true)
	public void requireReady(UUID memberId, UUID lotId) {
		var lot = lots.require(lotId);
		if (!lot.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		requireLoose(lot);
		lot.requireSellable();
		if (tests.speakingFor(lot).isEmpty()) {
			throw new RuleBroken("trace.label.no-test", lot.lotCode());
		}
		requireCertificate(lot);
		if (lot.kgLabelled().add(lot.kgReworked()).compareTo(lot.kg()) >= 0) {
			throw new RuleBroken("trace.label.all-labelled", lot.lotCode(), lot.kg().stripTrailingZeros());
		}
	}

	/** By the farm whose labels they are, or by staff for it; noted as printed. */
	@PreAuthorize("hasAnyAuthority('trace:label:order', 'trace:label:void')")
	public void print(UUID batchId) {
		var batch = reached(batchId);
		requirePrintable(batch);
		printed(batch);
	}

	void printed(LabelBatch batch) {
		var before = batch.status();
		batch.printed(clock.now());
		batches.save(batch);
		if (before != batch.status()) {
			history.record(TYPE, batch.id(), before, batch.status(), null);
		}
	}

	/**
	 * A suspended licence or a stopped lot freezes labels that are not on their packages
	 * yet.
	 */
	@PreAuthorize("hasAnyAuthority('trace:label:order', 'trace:label:void')")
	public void requirePrintable(UUID batchId) {
		requirePrintable(reached(batchId));
	}

	@PreAuthorize("hasAnyAuthority('trace:label:order', 'trace:label:void')")
	public void voidRange(Void command) {
		var batch = reached(command.batchId()).seenAt(command.version());
		var before = batch.status();
		var labels = batch.voidRange(command.from(), command.to(), command.reason());
		var first = batch.firstSeq() + command.from() - 1;
		requireNotVoid(batch, first, labels);
		batches.save(batch);
		if (command.cause().givesBack()) {
			var kg = batch.netKg().multiply(BigDecimal.valueOf(labels));
			giveBack(batch.id(), kg);
			var lot = lots.requireLocked(batch.lotId());
			lot.unlabel(kg);
			lots.save(lot);
		}
		var by = Actor.current();
		sql.sql("""
				insert into trace_label_void (tenant_id, batch_id, code_space, key_version, first_seq, count, cause, reason,
				  at, by_person, by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), batch.id(), batch.codeSpace(), batch.keyVersion(), first, labels,
					command.cause().name(), command.reason().strip(), Timestamp.from(clock.now()), by.personId(),
					by.displayName())
			.update();
		audit.record("void", TYPE, batch.id(), command.cause() + " " + command.from() + "-" + command.to());
		if (before != batch.status()) {
			history.record(TYPE, batch.id(), before, batch.status(), command.reason());
		}
		changes.touched(batch.lotId());
	}

	/**
	 * To each quota in the shares in which they were used, in the order of their fields.
	 */
	private void giveBack(UUID batchId, BigDecimal kg) {
		var left = new TreeMap<UUID, BigDecimal>();
		var quotaOf = new HashMap<UUID, UUID>();
		sql.sql("""
				select q.planting_id, u.quota_id, u.kg - u.back_kg from trace_label_quota u
				  join brand_label_quota q on q.tenant_id = u.tenant_id and q.id = u.quota_id
				 where u.batch_id = ? and u.kg > u.back_kg""").param(batchId).query(row -> {
			var planting = row.getObject(1, UUID.class);
			left.put(planting, row.getBigDecimal(3));
			quotaOf.put(planting, row.getObject(2, UUID.class));
		});
		LotOrigins.split(left, kg).forEach((planting, part) -> {
			var quota = Objects.requireNonNull(quotaOf.get(planting));
			quotas.giveBack(quota, part, batchId);
			sql.sql("update trace_label_quota set back_kg = back_kg + ? where batch_id = ? and quota_id = ?")
				.params(part, batchId, quota)
				.update();
		});
	}

	/** What came in packages has the labels of whoever packed it. */
	private void requireLoose(TraceLot lot) {
		var loose = lot.kind() != LotKind.RECEIVED
				|| sql.sql("select exists (select 1 from trace_hand_over where received_lot = ? and bulk)")
					.param(lot.id())
					.query(Boolean.class)
					.single();
		if (!loose) {
			throw new RuleBroken("trace.label.packed-elsewhere", lot.lotCode()).at("lotId");
		}
	}

	private static UUID largest(Map<UUID, BigDecimal> debits) {
		return debits.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	private Products.Product product(Order order) {
		return products.find(order.productId())
			.filter(it -> it.memberId().equals(order.memberId()) && it.active())
			.orElseThrow(() -> new NotFound("trace.label.product-not-found", order.productId()));
	}

	/** The grade decides the package: the gift box is not for seconds. */
	private void requireDesign(@Nullable UUID designId, String brandClass, TraceLot lot) {
		if (designId == null) {
			return;
		}
		var design = catalogue.designsOf(brandClass)
			.stream()
			.filter(it -> it.id().equals(designId))
			.findFirst()
			.orElseThrow(() -> new RuleBroken("trace.label.other-design").at("design"));
		if (design.grade() != null && !design.grade().equals(lot.grade())) {
			throw new RuleBroken("trace.label.grade-of-design", design.name(), design.grade()).at("design");
		}
	}

	private void requireCertificate(TraceLot lot) {
		var certified = sql.sql("select count(*) from trace_certificate where lot_id = ? and status = 'ISSUED'")
			.param(lot.id())
			.query(Integer.class)
			.single() > 0;
		if (!certified) {
			throw new RuleBroken("trace.label.no-certificate", lot.lotCode()).at("lotId");
		}
	}

	void requirePrintable(LabelBatch batch) {
		if (!licences.inForce(batch.licenceId())) {
			throw new RuleBroken("trace.label.licence-stopped");
		}
		var lot = lots.require(batch.lotId());
		if (lot.status() != LotStatus.CONSUMED) {
			lot.requireSellable();
		}
	}

	private void requireNotVoid(LabelBatch batch, long first, int labels) {
		var twice = sql.sql("""
				select count(*) from trace_label_void where batch_id = ?
				   and int8range(first_seq, first_seq + count) && int8range(?, ?)""")
			.params(batch.id(), first, first + labels)
			.query(Integer.class)
			.single() > 0;
		if (twice) {
			throw new RuleBroken("trace.label.void-twice").at("from");
		}
	}

	private LabelBatch reached(UUID batchId) {
		var batch = batches.requireLocked(batchId);
		if (!Own.current().covers(batch.memberId())) {
			throw new NotFound("trace.label.not-found", batchId);
		}
		return batch;
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
