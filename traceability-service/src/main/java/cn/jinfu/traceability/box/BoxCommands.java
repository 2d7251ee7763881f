package cn.jinfu.traceability.box;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.gs1.CheckDigit;
import cn.jinfu.traceability.lot.LotFlows;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.lot.TraceLot;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Packing into boxes and taking out. Recorded of any goods that are there, also of held
 * ones: the box then says so.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class BoxCommands {

	static final String TYPE = "Box";

	private static final String MAY = "hasAuthority('trace:step:record')";

	private static final int MOST = 50;

	/** A package in a carton in a crate on a pallet in a truck. */
	private static final int DEEPEST = 5;

	/** Kilograms of one lot. */
	public record Part(UUID lotId, BigDecimal kg) {
	}

	/**
	 * What went in or came out, for followers in the same transaction.
	 *
	 * @param in else it came out
	 * @param boxes codes of boxes that did
	 */
	public record BoxMoved(String code, String division, boolean in, List<Part> parts, List<String> boxes) {
	}

	/** What to put in: kilograms of lots, and boxes as they stand. */
	public record Load(List<Part> parts, List<UUID> boxes) {
	}

	private final Boxes boxes;

	private final LotFlows flows;

	private final MemberDirectory members;

	private final CodePaths paths;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final ApplicationEventPublisher events;

	private final JdbcClient sql;

	/**
	 * @param sscc the carton's own GS1 number; null: it gets one of ours
	 */
	@PreAuthorize(MAY)
	public UUID pack(UUID memberId, @Nullable String sscc, List<Part> parts) {
		return pack(memberId, sscc, new Load(parts, List.of()));
	}

	/**
	 * @param sscc the carton's own GS1 number; null: it gets one of ours
	 */
	@PreAuthorize(MAY)
	public UUID pack(UUID memberId, @Nullable String sscc, Load load) {
		var member = members.requireActive(memberId);
		var box = Box.pack((sscc != null) ? free(sscc) : own(), memberId, member.divisionCode(), Actor.current(),
				clock.now());
		boxes.save(box);
		entities.flush();
		history.record(TYPE, box.id(), null, box.status(), null);
		fill(box, load);
		return box.id();
	}

	@PreAuthorize(MAY)
	public void add(UUID memberId, UUID boxId, List<Part> parts, long version) {
		add(memberId, boxId, new Load(parts, List.of()), version);
	}

	@PreAuthorize(MAY)
	public void add(UUID memberId, UUID boxId, Load load, long version) {
		var box = opened(memberId, boxId, version, "PACK");
		fill(box, load);
	}

	/** A box that lies in another is closed until it was taken out. */
	private Box opened(UUID memberId, UUID boxId, long version, String act) {
		var box = boxes.requireOwn(boxId, memberId).seenAt(version);
		box.requirePacked(act);
		var outer = outer(boxId);
		if (outer.isPresent()) {
			throw new RuleBroken("trace.box.inside", box.code(), outer.get());
		}
		return box;
	}

	private Optional<String> outer(UUID boxId) {
		return sql
			.sql("""
					select o.code from trace_box_inside i join trace_box o on o.tenant_id = i.tenant_id and o.id = i.outer_id
					 where i.box_id = ? and i.unpacked_at is null""")
			.param(boxId)
			.query(String.class)
			.optional();
	}

	/** One box out of another; what is in it stays in it. */
	@PreAuthorize(MAY)
	public void takeOutBox(UUID memberId, UUID boxId, UUID innerId, long version) {
		var box = opened(memberId, boxId, version, "UNPACK");
		var out = boxesOut(box, innerId);
		if (out.isEmpty()) {
			throw new NotFound("trace.box.not-found", innerId);
		}
		emptied(box);
		events.publishEvent(new BoxMoved(box.code(), box.division(), false, List.of(), out));
	}

	private List<String> boxesOut(Box box, @Nullable UUID innerId) {
		return sql.sql("""
				update trace_box_inside i set unpacked_at = :at from trace_box b
				 where b.tenant_id = i.tenant_id and b.id = i.box_id and i.outer_id = :box and i.unpacked_at is null
				   and (:inner = '' or i.box_id = nullif(:inner, '')::uuid)
				returning b.code""")
			.param("at", Timestamp.from(clock.now()))
			.param("box", box.id())
			.param("inner", (innerId != null) ? innerId.toString() : "")
			.query(String.class)
			.list();
	}

	/**
	 * @param lotId null: everything, boxes in it too
	 */
	@PreAuthorize(MAY)
	public void takeOut(UUID memberId, UUID boxId, @Nullable UUID lotId, long version) {
		var box = opened(memberId, boxId, version, "UNPACK");
		var boxesOut = (lotId == null) ? boxesOut(box, null) : List.<String>of();
		var out = sql.sql("""
				update trace_box_content set unpacked_at = :at
				 where box_id = :box and unpacked_at is null and (:lot = '' or lot_id = nullif(:lot, '')::uuid)
				returning lot_id, kg""")
			.param("at", Timestamp.from(clock.now()))
			.param("box", boxId)
			.param("lot", (lotId != null) ? lotId.toString() : "")
			.query((row, _) -> new Part(row.getObject(1, UUID.class), row.getBigDecimal(2)))
			.list();
		if (out.isEmpty() && boxesOut.isEmpty()) {
			throw new NotFound("trace.lot.not-found", String.valueOf(lotId));
		}
		emptied(box);
		events.publishEvent(new BoxMoved(box.code(), box.division(), false, out, boxesOut));
	}

	private void emptied(Box box) {
		var left = sql.sql("""
				select (select count(*) from trace_box_content where box_id = :box and unpacked_at is null)
				  + (select count(*) from trace_box_inside where outer_id = :box and unpacked_at is null)""")
			.param("box", box.id())
			.query(Integer.class)
			.single();
		if (left == 0) {
			var before = box.status();
			box.empty(clock.now());
			history.record(TYPE, box.id(), before, box.status(), null);
		}
		boxes.save(box);
	}

	private void fill(Box box, Load load) {
		var parts = load.parts();
		var ids = new TreeSet<UUID>();
		parts.forEach(it -> ids.add(it.lotId()));
		if (parts.isEmpty() && load.boxes().isEmpty() || parts.size() + load.boxes().size() > MOST) {
			throw new RuleBroken("trace.box.empty", MOST).at("parts");
		}
		var codes = nest(box, load.boxes());
		if (ids.size() < parts.size() || inside(box.id(), ids)) {
			throw new RuleBroken("trace.box.twice").at("parts");
		}
		for (var lot : flows.lock(ids)) {
			var kg = parts.stream().filter(it -> it.lotId().equals(lot.id())).findFirst().orElseThrow().kg();
			requireThere(lot, box.memberId(), kg);
			sql.sql("""
					insert into trace_box_content (tenant_id, box_id, lot_id, kg, packed_at) values (?, ?, ?, ?, ?)""")
				.params(Tenant.require(), box.id(), lot.id(), kg, Timestamp.from(clock.now()))
				.update();
		}
		events.publishEvent(new BoxMoved(box.code(), box.division(), true, parts, codes));
	}

	private List<String> nest(Box box, List<UUID> inner) {
		var codes = new ArrayList<String>();
		for (var id : new TreeSet<>(inner)) {
			var one = boxes.requireOwn(id, box.memberId());
			one.requirePacked("PACK");
			var outer = outer(id);
			if (outer.isPresent()) {
				throw new RuleBroken("trace.box.inside", one.code(), outer.get()).at("boxes");
			}
			if (id.equals(box.id())) {
				throw new RuleBroken("trace.box.circle", one.code()).at("boxes");
			}
			sql.sql("insert into trace_box_inside (tenant_id, box_id, outer_id, packed_at) values (?, ?, ?, ?)")
				.params(Tenant.require(), id, box.id(), Timestamp.from(clock.now()))
				.update();
			codes.add(one.code());
		}
		if (!codes.isEmpty() && depth(box.id()) > DEEPEST) {
			throw new RuleBroken("trace.box.too-deep", DEEPEST).at("boxes");
		}
		return codes;
	}

	/** Of a box that lies in no other. */
	private int depth(UUID boxId) {
		return sql
			.sql("""
					with recursive n(id, depth) as (select cast(:box as uuid), 1 union all
					  select i.box_id, n.depth + 1 from n join trace_box_inside i on i.outer_id = n.id and i.unpacked_at is null
					   where n.depth < 10)
					select max(depth) from n""")
			.param("box", boxId)
			.query(Integer.class)
			.single();
	}

	private boolean inside(UUID boxId, TreeSet<UUID> lots) {
		return sql.sql(
				"select exists (select 1 from trace_box_content where box_id = ? and unpacked_at is null and lot_id = any (?))")
			.params(boxId, lots.toArray(UUID[]::new))
			.query(Boolean.class)
			.single();
	}

	private void requireThere(TraceLot lot, UUID memberId, BigDecimal kg) {
		if (!lot.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lot.id());
		}
		if (lot.status() == LotStatus.RECALLED || lot.status() == LotStatus.DESTROYED) {
			lot.requireSellable();
		}
		if (kg.signum() <= 0) {
			throw new RuleBroken("trace.lot.nothing-taken").at("parts");
		}
		var boxed = sql
			.sql("select coalesce(sum(kg), 0) from trace_box_content where lot_id = ? and unpacked_at is null")
			.param(lot.id())
			.query(BigDecimal.class)
			.single();
		var free = lot.kgLeft().min(lot.kg().subtract(boxed));
		if (kg.compareTo(free) > 0) {
			throw new RuleBroken("trace.box.above-lot", kg, free.max(BigDecimal.ZERO).stripTrailingZeros(),
					lot.lotCode())
				.at("parts");
		}
	}

	private String free(String sscc) {
		var digits = sscc.replaceAll("[\\s()-]", "");
		if (digits.length() == 20 && digits.startsWith("00")) {
			digits = digits.substring(2);
		}
		if (digits.length() != 18 || !CheckDigit.fits(digits)) {
			throw new RuleBroken("trace.box.sscc", sscc).at("sscc");
		}
		if (boxes.existsByCode(digits)) {
			throw new RuleBroken("trace.box.sscc-taken", digits).at("sscc");
		}
		return digits;
	}

	private String own() {
		return paths.boxCode(sql.sql("select nextval('jf_number_box')").query(Long.class).single());
	}

}
