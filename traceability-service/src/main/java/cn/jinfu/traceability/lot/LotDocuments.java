package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingRecords;
import cn.jinfu.traceability.lot.LotDocument.ChainStep;
import cn.jinfu.traceability.lot.LotDocument.Step;
import cn.jinfu.traceability.place.PlaceMarks;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the one document per lot that the public page reads. */
@Component
@RequiredArgsConstructor
class LotDocuments {

	private final EntityManager entities;

	private final JdbcClient sql;

	private final JsonMapper json;

	private final BusinessClock clock;

	private final PlantingFacts plantings;

	private final PlantingRecords records;

	private final LotGraph graph;

	private final PassingTests tests;

	private final LotStories stories;

	private final PlaceMarks places;

	/** Rewrites the document and the lot's completeness from what is recorded now. */
	void refresh(TraceLot lot) {
		entities.flush();
		var document = document(lot);
		lot.complete(document.completeness());
		sql.sql("""
				insert into trace_lot_document (lot_id, tenant_id, document, made_at) values (?, ?, ?::jsonb, ?)
				on conflict (lot_id) do update set document = excluded.document, made_at = excluded.made_at""")
			.params(lot.id(), Tenant.require(), json.writeValueAsString(document), Timestamp.from(clock.now()))
			.update();
	}

	LotDocument document(TraceLot lot) {
		var test = test(lot);
		var certificate = certificate(lot.id());
		var steps = steps(lot, test, certificate);
		return new LotDocument(lot.lotCode(), lot.crop(), lot.cropName(), lot.variety(), lot.grade(), lot.producer(),
				lot.origin(), lot.harvestedOn(), lot.kg(), lot.status().name(),
				(lot.holdReason() != null) ? lot.holdReason().name() : null,
				lot.statusAt().atZone(BusinessClock.ZONE).toLocalDate(), certificate.orElse(null), test.orElse(null),
				steps, Completeness.of(lot.status(), steps).percent(), photo(lot.id()), comments(lot.id()),
				brand(lot.id()), stories.ofFarm(lot.memberId()).orElse(null), stories.plotPhoto(lot.plantingId()),
				places.of(graph.plantings(lot)), callBack(lot));
	}

	private List<Step> steps(TraceLot lot, Optional<LotDocument.Test> test,
			Optional<LotDocument.Certificate> certificate) {
		var steps = new ArrayList<Step>();
		var work = new ArrayList<List<Step>>();
		for (var planting : graph.plantings(lot)) {
			plantings.find(planting)
				.ifPresent(it -> steps
					.add(new Step(ChainStep.PLANTING, it.sownOn(), List.of(it.cropName(), it.variety()), false)));
			work.add(fieldWork(planting, lot.harvestedOn()));
		}
		// a mixed lot has the step only where every field of it has an answer
		for (var kind : List.of(ChainStep.FERTILISE, ChainStep.SPRAY)) {
			if (work.stream().anyMatch(of -> of.stream().noneMatch(it -> it.kind() == kind))) {
				work.forEach(of -> of.removeIf(it -> it.kind() == kind && it.mark() == LotDocument.Mark.NONE));
				steps.add(Step.missing(kind));
			}
		}
		work.forEach(steps::addAll);
		test.ifPresent(it -> steps.add(new Step(ChainStep.TEST, it.sampledOn(),
				List.of(it.laboratory(), String.valueOf(it.items().size())), false)));
		harvests(lot, steps);
		reworks(lot, steps);
		certificate.filter(LotDocument.Certificate::valid)
			.ifPresent(it -> steps.add(new Step(ChainStep.CERTIFICATE, it.issuedOn(), List.of(it.number()), false)));
		packing(lot.id()).ifPresent(steps::add);
		dispatch(lot.id()).ifPresent(steps::add);
		if (lot.arrivedOn() != null) {
			steps.add(new Step(ChainStep.ARRIVAL, lot.arrivedOn(), List.of(), false));
		}
		for (var kind : ChainStep.values()) {
			if (kind != ChainStep.REWORK && steps.stream().noneMatch(it -> it.kind() == kind)) {
				steps.add(due(lot, kind) ? Step.missing(kind) : Step.open(kind));
			}
		}
		steps.sort(java.util.Comparator.comparing(Step::kind)
			.thenComparing(Step::on, java.util.Comparator.nullsLast(java.util.Comparator.naturalOrder())));
		return steps;
	}

	/**
	 * Field, test, harvest and certificate belong to every lot; that it is packed, sent
	 * and cooled is recorded where it happens; that it arrived is asked for once it was
	 * sent to a buyer who confirms.
	 */
	private boolean due(TraceLot lot, ChainStep kind) {
		return switch (kind) {
			case PLANTING, FERTILISE, SPRAY, TEST, HARVEST, CERTIFICATE -> true;
			case REWORK, PACK, DISPATCH, COLD_CHAIN -> false;
			case ARRIVAL -> sent(lot.id());
		};
	}

	private boolean sent(UUID lotId) {
		return sql.sql("""
				select exists (select 1 from trace_lot_move m where m.lot_id = ? and m.kind = 'DISPATCH'
				   and not exists (select 1 from supply_field_sale s
				     where s.tenant_id = m.tenant_id and s.id = m.source_id)
				   and not exists (select 1 from trace_lot_move r
				     where r.lot_id = m.lot_id and r.source_id = m.source_id and r.kind = 'RETURN'))""")
			.param(lotId)
			.query(Boolean.class)
			.single();
	}

	/**
	 * What was picked, of each field that is in it; a lot not weighed here is its own.
	 */
	private void harvests(TraceLot lot, List<Step> steps) {
		var picked = sql.sql(LotGraph.BACKWARD + """
				select l.harvested_on, l.kg, coalesce(h.late, false)
				  from hit join trace_lot l on l.id = hit.id and l.kind = 'HARVEST'
				  left join production_harvest_lot h on h.tenant_id = l.tenant_id and h.id = l.id
				 order by l.harvested_on, l.id""")
			.param("ids", new UUID[] { lot.id() })
			.query((row, _) -> new Step(ChainStep.HARVEST, row.getObject(1, LocalDate.class),
					List.of(plain(row.getBigDecimal(2))), row.getBoolean(3)))
			.list();
		steps.addAll(picked);
		if (picked.isEmpty()) {
			steps.add(new Step(ChainStep.HARVEST, lot.harvestedOn(), List.of(plain(lot.kg())), false));
		}
	}

	/** Mixed, split, packed, processed, handed on: what came between field and lot. */
	private void reworks(TraceLot lot, List<Step> steps) {
		sql.sql(LotGraph.BACKWARD
				+ """
						select s.done_on, s.kind, s.out_kg, (s.recorded_at at time zone 'Asia/Shanghai')::date
						  from trace_step s where s.status = 'DONE'
						   and s.id in (select l.source_id from hit join trace_lot l on l.id = hit.id)
						 union all
						select h.sent_on, 'HAND_OVER', h.received_kg, h.sent_on
						  from trace_hand_over h where h.status = 'CONFIRMED'
						   and h.received_lot in (select id from hit)
						 union all
						select o.received_on, 'HAND_OVER', i.kg, o.received_on
						  from supply_sales_order_line i
						  join supply_sales_order o on o.tenant_id = i.tenant_id and o.id = i.order_id
						 where o.received_on is not null and i.id in (select l.source_id from hit join trace_lot l on l.id = hit.id)
						 order by 1""")
			.param("ids", new UUID[] { lot.id() })
			.query((row, _) -> new Step(ChainStep.REWORK, row.getObject(1, LocalDate.class),
					List.of(row.getString(2), plain(row.getBigDecimal(3))),
					records.late(row.getObject(1, LocalDate.class), row.getObject(4, LocalDate.class))))
			.list()
			.forEach(steps::add);
	}

	/**
	 * What was spread and sprayed up to the harvest, each with the days it kept; or that
	 * the farm says that there was none.
	 */
	private List<Step> fieldWork(UUID planting, LocalDate harvestedOn) {
		var work = new ArrayList<Step>();
		for (var record : records.of(planting)) {
			if (record.on().isAfter(harvestedOn)) {
				continue;
			}
			switch (record.kind()) {
				case SPRAYING ->
					work.add(new Step(ChainStep.SPRAY, record.on(), spraying(record, harvestedOn), record.late()));
				case FERTILISING ->
					work.add(new Step(ChainStep.FERTILISE, record.on(), List.of(record.input()), record.late()));
				case OTHER -> {
				}
			}
		}
		records.saidNone(planting).forEach((kind, until) -> {
			var step = (kind == PlantingRecords.Work.SPRAYING) ? ChainStep.SPRAY : ChainStep.FERTILISE;
			if (!until.isBefore(harvestedOn) && work.stream().noneMatch(it -> it.kind() == step)) {
				work.add(Step.none(step, until));
			}
		});
		return work;
	}

	private static List<String> spraying(PlantingRecords.FieldRecord record, LocalDate harvestedOn) {
		var kept = String.valueOf(ChronoUnit.DAYS.between(record.on(), harvestedOn));
		return (record.intervalDays() != null) ? List.of(record.input(), record.intervalDays().toString(), kept)
				: List.of(record.input(), kept);
	}

	private Optional<Step> packing(UUID lotId) {
		return sql.sql("""
				select min((ordered_at at time zone 'Asia/Shanghai')::date), sum(count), min(product_name)
				  from trace_label_batch where lot_id = ? and status <> 'VOID' having count(*) > 0""")
			.param(lotId)
			.query((row, _) -> new Step(ChainStep.PACK, row.getObject(1, LocalDate.class),
					List.of(String.valueOf(row.getString(3)), String.valueOf(row.getLong(2))), false))
			.optional();
	}

	private LotDocument.@Nullable Brand brand(UUID lotId) {
		return sql.sql("""
				select c.standard, s.title, d.name from trace_label_batch b
				  join brand_licence c on c.tenant_id = b.tenant_id and c.id = b.licence_id
				  join brand_standard s on s.tenant_id = c.tenant_id and s.code = c.standard
				  left join brand_package_design d on d.tenant_id = b.tenant_id and d.id = b.design_id
				 where b.lot_id = ? and b.status <> 'VOID' order by b.ordered_at desc, b.id desc limit 1""")
			.param(lotId)
			.query((row, _) -> new LotDocument.Brand(row.getString(1), row.getString(2), row.getString(3)))
			.optional()
			.orElse(null);
	}

	private LotDocument.@Nullable CallBack callBack(TraceLot lot) {
		return (lot.status() != LotStatus.RECALLED) ? null
				: json.readValue(sql.sql("select trace_call_back(?, ?)::text")
					.params(Tenant.require(), lot.id())
					.query(String.class)
					.single(), LotDocument.CallBack.class);
	}

	private List<LotDocument.Comment> comments(UUID lotId) {
		return sql
			.sql("select on_day, stars, words from trace_comment where lot_id = ? and shown order by at desc limit 5")
			.param(lotId)
			.query((row, _) -> new LotDocument.Comment(row.getObject(1, LocalDate.class), row.getInt(2),
					row.getString(3)))
			.list();
	}

	private @Nullable UUID photo(UUID lotId) {
		return sql.sql("""
				select p.photo_id from trace_label_batch b
				  join supply_product p on p.tenant_id = b.tenant_id and p.id = b.product_id
				  join platform_file f on f.tenant_id = p.tenant_id and f.id = p.photo_id and f.visibility = 'PUBLIC'
				 where b.lot_id = ? and b.status <> 'VOID' and p.photo_id is not null
				 order by b.ordered_at desc limit 1""").param(lotId).query(UUID.class).optional().orElse(null);
	}

	private Optional<Step> dispatch(UUID lotId) {
		return sql.sql("""
				select min((at at time zone 'Asia/Shanghai')::date), sum(kg)
				  from trace_lot_move m where lot_id = ? and kind in ('DISPATCH', 'HAND_OVER')
				   and not exists (select 1 from trace_lot_move r
				     where r.lot_id = m.lot_id and r.source_id = m.source_id and r.kind = 'RETURN')
				having count(*) > 0""")
			.param(lotId)
			.query((row, _) -> new Step(ChainStep.DISPATCH, row.getObject(1, LocalDate.class),
					List.of(plain(row.getBigDecimal(2))), false))
			.optional();
	}

	private Optional<LotDocument.Certificate> certificate(UUID lotId) {
		return sql.sql("""
				select number, issued_on, kg, by_control, by_self_test, by_lab_test, status from trace_certificate
				 where lot_id = ? order by (status = 'ISSUED') desc, issued_on desc, number desc limit 1""")
			.param(lotId)
			.query((row, _) -> {
				var basis = new ArrayList<String>();
				add(basis, row.getBoolean(4), "CONTROL");
				add(basis, row.getBoolean(5), "SELF_TEST");
				add(basis, row.getBoolean(6), "LAB_TEST");
				return new LotDocument.Certificate(row.getString(1), row.getObject(2, LocalDate.class),
						row.getBigDecimal(3), basis, "ISSUED".equals(row.getString(7)));
			})
			.optional();
	}

	/**
	 * The latest confirmed result; a failed one outweighs a passed one of the same day.
	 * Of a lot of several plantings the one that speaks for all, else the last that
	 * failed.
	 */
	private Optional<LotDocument.Test> test(TraceLot lot) {
		var id = (lot.plantingId() != null) ? sql.sql("""
				select id from trace_residue_test
				 where planting_id = :planting and (lot_id is null or lot_id = :lot) and status = 'CONFIRMED'
				   and sampled_on >= :from
				 order by sampled_on desc, (verdict = 'FAIL') desc, number desc limit 1""")
			.param("planting", lot.plantingId())
			.param("lot", lot.id())
			.param("from", lot.harvestedOn().minusDays(PassingTests.SPEAKS_FOR_DAYS))
			.query(UUID.class)
			.optional() : tests.of(lot).map(PassingTests.Speaking::testId).or(() -> failed(lot));
		return id.flatMap(this::test);
	}

	private Optional<UUID> failed(TraceLot lot) {
		return sql.sql("""
				select t.id from trace_residue_test t join trace_lot_origin o on o.planting_id = t.planting_id
				 where o.lot_id = ? and t.status = 'CONFIRMED' and t.verdict = 'FAIL' and t.sampled_on >= ?
				 order by t.sampled_on desc, t.number desc limit 1""")
			.params(lot.id(), lot.harvestedOn().minusDays(PassingTests.SPEAKS_FOR_DAYS))
			.query(UUID.class)
			.optional();
	}

	private Optional<LotDocument.Test> test(UUID id) {
		return sql.sql("select laboratory, sampled_on, edition, verdict from trace_residue_test where id = ?")
			.param(id)
			.query((row, _) -> new LotDocument.Test(row.getString(1), row.getObject(2, LocalDate.class),
					row.getString(3), row.getString(4), items(id)))
			.optional();
	}

	private List<LotDocument.Item> items(UUID testId) {
		return sql.sql("""
				select pesticide, result, loq, limit_mg_kg, verdict from trace_residue_item
				 where test_id = ? order by position""")
			.param(testId)
			.query((row, _) -> new LotDocument.Item(row.getString(1), row.getBigDecimal(2), row.getBigDecimal(3),
					row.getBigDecimal(4), row.getString(5)))
			.list();
	}

	private static void add(List<String> basis, boolean has, String word) {
		if (has) {
			basis.add(word);
		}
	}

	private static String plain(BigDecimal number) {
		return number.stripTrailingZeros().toPlainString();
	}

}
