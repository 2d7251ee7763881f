package cn.jinfu.traceability.epcis;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.traceability.box.BoxCommands.BoxMoved;
import cn.jinfu.traceability.flow.HandOver.HandOverStatus;
import cn.jinfu.traceability.flow.HandOverCommands.HandOverMoved;
import cn.jinfu.traceability.flow.HandOverCommands.HandOverWrong;
import cn.jinfu.traceability.flow.StepCommands.StepDone;
import cn.jinfu.traceability.flow.StepCommands.StepWrong;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.lot.LotNews;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.recall.RecallCommands.LotsCalledBack;
import cn.jinfu.traceability.recall.RecallCommands.LotsLetGo;
import cn.jinfu.traceability.recall.RecallCommands.RecallHeld;
import cn.jinfu.traceability.residue.ResidueCommands.TestCounted;
import cn.jinfu.traceability.residue.ResidueItem;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What the platform itself does, told as events through the same rules and the same store
 * as a partner's, so that an export can be captured again and gives the same.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
class OwnEvents {

	private static final String OFFSET = "+08:00";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

	private static final String NAMESPACE = "urn:jinfu:epcis:";

	private record Lot(String code, UUID memberId, String crop, String cropName, @Nullable String variety,
			@Nullable String grade, String origin, String division, LocalDate on, BigDecimal kg) {
	}

	private final EventStore store;

	private final BusinessClock clock;

	private final PlantingFacts plantings;

	private final JdbcClient sql;

	private final JsonMapper json;

	@EventListener
	void on(LotNews news) {
		switch (news) {
			case LotNews.Opened it -> harvested(it.lotId());
			case LotNews.Stood it -> stood(it);
			case LotNews.Went it -> went(it);
			case LotNews.Came it -> came(it);
		}
	}

	private void harvested(UUID lotId) {
		var lot = lot(lotId);
		var event = event("ObjectEvent", day(lot.on()), "commissioning");
		event.put("action", "ADD").put("disposition", "active");
		quantity(event.putArray("quantityList"), lot.code(), lot.kg());
		place(event, lot.division());
		ilmd(event, lot);
		write(event);
	}

	private void stood(LotNews.Stood news) {
		var step = switch (news.after()) {
			case HELD -> "holding";
			case RELEASED -> (news.before() == LotStatus.CONSUMED) ? null : "accepting";
			case RECALLED -> "holding";
			case OPEN, CONSUMED, DESTROYED -> null;
		};
		if (step == null) {
			return;
		}
		var lot = lot(news.lotId());
		var event = event("ObjectEvent", now(), step);
		event.put("action", "OBSERVE").put("disposition", switch (news.after()) {
			case HELD -> "non_sellable_other";
			case RECALLED -> "recalled";
			default -> "conformant";
		});
		if (news.after() == LotStatus.RECALLED) {
			event.putObject("persistentDisposition").putArray("set").add("recalled");
		}
		quantity(event.putArray("quantityList"), lot.code(), lot.kg());
		place(event, lot.division());
		write(event);
	}

	private void went(LotNews.Went news) {
		var lot = lot(news.lotId());
		var event = event("ObjectEvent", now(), switch (news.way()) {
			case SHIPPED -> "shipping";
			case SOLD -> "retail_selling";
			case RETURNED -> "receiving";
			case DESTROYED -> "destroying";
		});
		event.put("action", (news.way() == LotNews.Way.DESTROYED) ? "DELETE" : "OBSERVE")
			.put("disposition", switch (news.way()) {
				case SHIPPED -> "in_transit";
				case SOLD -> "retail_sold";
				case RETURNED -> "returned";
				case DESTROYED -> "destroyed";
			});
		quantity(event.putArray("quantityList"), lot.code(), news.kg());
		place(event, lot.division());
		if (news.way() != LotNews.Way.DESTROYED) {
			event.putArray("bizTransactionList").addObject().put("bizTransaction", id("movement", news.sourceId()));
		}
		write(event);
	}

	private void came(LotNews.Came news) {
		var event = received(news.lotId(), lot(news.fromLot()), news.kg(), now());
		event.putArray("bizTransactionList").addObject().put("bizTransaction", id("movement", news.sourceId()));
		write(event);
	}

	@EventListener
	void on(BoxMoved moved) {
		var event = event("AggregationEvent", now(), moved.in() ? "packing" : "unpacking");
		event.put("action", moved.in() ? "ADD" : "DELETE")
			.put("disposition", "in_progress")
			.put("parentID", box(moved.code()));
		if (!moved.boxes().isEmpty()) {
			var inner = event.putArray("childEPCs");
			moved.boxes().forEach(it -> inner.add(box(it)));
		}
		var children = event.putArray("childQuantityList");
		moved.parts().forEach(it -> quantity(children, lot(it.lotId()).code(), it.kg()));
		place(event, moved.division());
		write(event);
	}

	private static String box(String code) {
		return code.matches("[0-9]{18}") ? "https://id.gs1.org/00/" + code : id("box", code);
	}

	@EventListener
	void on(StepDone step) {
		var event = event("TransformationEvent", day(step.on()),
				(step.kind() == StepKind.MIX || step.kind() == StepKind.PROCESS) ? "creating_class_instance"
						: "repackaging");
		event.put("eventID", "urn:uuid:" + step.stepId());
		var inputs = event.putArray("inputQuantityList");
		step.inputs().forEach(it -> quantity(inputs, lot(it.lotId()).code(), it.kg()));
		var outputs = event.putArray("outputQuantityList");
		step.outputs().stream().map(this::lot).forEach(it -> quantity(outputs, it.code(), it.kg()));
		var first = lot(step.outputs().getFirst());
		place(event, first.division());
		event.putArray("bizTransactionList")
			.addObject()
			.put("type", "prodorder")
			.put("bizTransaction", id("step", step.number()));
		ilmd(event, first);
		write(event);
	}

	/** Says of the event as it was stored that it is wrong. */
	@EventListener
	void on(StepWrong wrong) {
		sql.sql("select doc from trace_event where owner = ? and event_id = ? and error_at is null")
			.params(EventStore.PLATFORM, "urn:uuid:" + wrong.stepId())
			.query((row, _) -> (ObjectNode) json.readTree(row.getString(1)))
			.optional()
			.ifPresent(event -> {
				var declaration = event.putObject("errorDeclaration");
				declaration.put("declarationTime", now());
				declaration.put("reason", wrong.reason().name().toLowerCase(java.util.Locale.ROOT));
				if (wrong.correctedBy() != null) {
					declaration.putArray("correctiveEventIDs").add("urn:uuid:" + wrong.correctedBy());
				}
				write(event);
			});
	}

	@EventListener
	void on(HandOverMoved moved) {
		var lot = lot(moved.lotId());
		var received = moved.receivedLot();
		var at = time(moved.at());
		var event = switch (moved.status()) {
			case SENT -> about(event("ObjectEvent", at, "shipping"), lot, moved.kg()).put("action", "OBSERVE")
				.put("disposition", "in_transit");
			case CONFIRMED -> received(Objects.requireNonNull(received), lot, moved.kg(), at);
			case OBJECTED, WITHDRAWN ->
				about(event("ObjectEvent", at, "void_shipping"), lot, moved.kg()).put("action", "OBSERVE");
			case WRONG -> throw new IllegalStateException("told by a declaration");
		};
		event.putArray("bizTransactionList")
			.addObject()
			.put("type", (moved.status() == HandOverStatus.CONFIRMED) ? "recadv" : "desadv")
			.put("bizTransaction", id("hand-over", moved.number()));
		event.putArray("sourceList")
			.addObject()
			.put("type", "possessing_party")
			.put("source", id("member", moved.fromId()));
		event.putArray("destinationList")
			.addObject()
			.put("type", "possessing_party")
			.put("destination", id("member", moved.toId()));
		write(event);
	}

	/**
	 * Says of what was sent and what came that it is wrong, and which events say it
	 * right.
	 */
	@EventListener
	void on(HandOverWrong wrong) {
		for (var step : List.of("shipping", "receiving")) {
			var right = (wrong.correctedNo() != null) ? told(wrong.correctedNo(), step) : List.<ObjectNode>of();
			told(wrong.number(), step).forEach(event -> {
				var declaration = event.putObject("errorDeclaration");
				declaration.put("declarationTime", now());
				declaration.put("reason", wrong.reason().name().toLowerCase(java.util.Locale.ROOT));
				if (!right.isEmpty()) {
					var ids = declaration.putArray("correctiveEventIDs");
					right.forEach(it -> ids.add(it.path("eventID").asString()));
				}
				write(event);
			});
		}
	}

	private List<ObjectNode> told(String handOver, String step) {
		return sql
			.sql("""
					select e.doc from trace_event_ref x join trace_event e on e.tenant_id = x.tenant_id and e.id = x.event_pk
					 where x.value = ? and e.owner = ? and e.biz_step = ? and e.error_at is null""")
			.params(id("hand-over", handOver), EventStore.PLATFORM, Vocabulary.BIZ_STEP.address(step).orElseThrow())
			.query((row, _) -> (ObjectNode) json.readTree(row.getString(1)))
			.list();
	}

	private ObjectNode received(UUID receivedLot, Lot source, BigDecimal kg, String at) {
		var lot = lot(receivedLot);
		var event = event("TransformationEvent", at, "receiving").put("disposition", "in_progress");
		quantity(event.putArray("inputQuantityList"), source.code(), kg);
		quantity(event.putArray("outputQuantityList"), lot.code(), lot.kg());
		place(event, lot.division());
		return event;
	}

	private ObjectNode about(ObjectNode event, Lot lot, BigDecimal kg) {
		quantity(event.putArray("quantityList"), lot.code(), kg);
		place(event, lot.division());
		return event;
	}

	/** The sample as it was taken, and what was found in it. */
	@EventListener
	void on(TestCounted test) {
		var sampled = tested(test, event("ObjectEvent", day(test.sampledOn()), "sampling"));
		sampled.put("disposition", "in_progress");
		write(sampled);
		var found = tested(test, event("ObjectEvent", now(), "inspecting"));
		found.put("disposition", test.passed() ? "conformant" : "non_conformant");
		found.put("certificationInfo", id("residue-test", test.number()));
		var element = found.putArray("sensorElementList").addObject();
		element.putObject("sensorMetadata").put("time", day(test.sampledOn()));
		var reports = element.putArray("sensorReport");
		test.items().forEach(it -> report(reports.addObject(), it));
		write(found);
	}

	private ObjectNode tested(TestCounted test, ObjectNode event) {
		event.put("action", "OBSERVE");
		var lots = sql
			.sql("""
					select id from trace_lot where case when cast(:lot as uuid) is null then planting_id = :planting and kind = 'HARVEST'
					   else id = cast(:lot as uuid) end order by lot_code""")
			.param("lot", test.lotId())
			.param("planting", test.plantingId())
			.query(UUID.class)
			.list()
			.stream()
			.map(this::lot)
			.toList();
		var list = event.putArray("quantityList");
		lots.forEach(it -> quantity(list, it.code(), it.kg()));
		if (lots.isEmpty()) {
			var planting = plantings.find(test.plantingId()).map(PlantingFacts.PlantingFact::no);
			list.addObject().put("epcClass", id("planting", planting.orElse(test.plantingId().toString())));
		}
		else {
			place(event, lots.getFirst().division());
		}
		event.putArray("bizTransactionList")
			.addObject()
			.put("type", "testres")
			.put("bizTransaction", id("residue-test", test.number()));
		return event;
	}

	/**
	 * Milligrams per kilogram; what was not found is said with the limit of the method.
	 */
	private static void report(ObjectNode report, ResidueItem item) {
		report.put("type", "urn:jinfu:measurement:mass-fraction");
		report.put("chemicalSubstance", "urn:jinfu:substance:" + UriUtils.encode(item.pesticide(), UTF_8));
		report.put("jinfu:substance", item.pesticide());
		var result = item.result();
		if (result != null) {
			report.put("value", plain(result)).put("uom", "NA");
		}
		else {
			report.put("booleanValue", false);
		}
		report.put("jinfu:loq", plain(item.loq()));
		var limit = item.limit();
		if (limit != null) {
			report.put("jinfu:limit", plain(limit));
		}
	}

	@EventListener
	void on(RecallHeld held) {
		told(held.recallId(), held.number(), held.revision());
	}

	/**
	 * Lots that a running case drew in, once for each of its revisions.
	 * @return false when it was told before
	 */
	boolean told(UUID recallId, String number, int revision) {
		record Joined(String code, Instant at) {
		}
		var joined = sql.sql("""
				select l.lot_code, x.joined_at from trace_recall_lot x
				  join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
				 where x.recall_id = ? and x.revision = ? order by l.lot_code""")
			.params(recallId, revision)
			.query((row, _) -> new Joined(row.getString(1), row.getTimestamp(2).toInstant()))
			.list();
		if (joined.isEmpty() || sql.sql("""
				insert into trace_recall_told (tenant_id, recall_id, revision) values (?, ?, ?)
				on conflict on constraint trace_recall_told_pk do nothing""")
			.params(Tenant.require(), recallId, revision)
			.update() == 0) {
			return false;
		}
		var event = event("ObjectEvent", time(joined.getFirst().at()), "holding");
		recalled(event, number, "non_sellable_other", joined.stream().map(Joined::code).toList());
		return true;
	}

	@EventListener
	void on(LotsCalledBack back) {
		var event = event("ObjectEvent", now(), "holding");
		event.putObject("persistentDisposition").putArray("set").add("recalled");
		recalled(event, back.number(), "recalled", codes(back.lotIds()));
	}

	/** Back to what they were: sellable again, or waiting again. */
	@EventListener
	void on(LotsLetGo free) {
		free.lots()
			.forEach((status, lots) -> recalled(event("ObjectEvent", now(), "accepting"), free.number(),
					(status == LotStatus.OPEN) ? "in_progress" : "conformant", codes(lots)));
	}

	private List<String> codes(List<UUID> lots) {
		return sql.sql("select lot_code from trace_lot where id = any (?) order by lot_code")
			.param(lots.toArray(UUID[]::new))
			.query(String.class)
			.list();
	}

	private void recalled(ObjectNode event, String number, String disposition, List<String> codes) {
		event.put("action", "OBSERVE").put("disposition", disposition);
		var list = event.putArray("quantityList");
		codes.forEach(it -> list.addObject().put("epcClass", id("lot", it)));
		event.putArray("bizTransactionList").addObject().put("bizTransaction", id("recall", number));
		write(event);
	}

	private ObjectNode event(String type, String time, String step) {
		var event = json.createObjectNode();
		event.putObject("@context").put("jinfu", NAMESPACE);
		return event.put("type", type).put("eventTime", time).put("eventTimeZoneOffset", OFFSET).put("bizStep", step);
	}

	private static void ilmd(ObjectNode event, Lot lot) {
		var ilmd = event.putObject("ilmd");
		ilmd.put("jinfu:harvestedOn", lot.on().toString())
			.put("jinfu:crop", lot.crop())
			.put("jinfu:product", lot.cropName())
			.put("jinfu:origin", lot.origin());
		if (lot.variety() != null && !lot.variety().isBlank()) {
			ilmd.put("jinfu:variety", lot.variety());
		}
		if (lot.grade() != null && !lot.grade().isBlank()) {
			ilmd.put("jinfu:grade", lot.grade());
		}
	}

	private static void quantity(ArrayNode list, String code, BigDecimal kg) {
		list.addObject().put("epcClass", id("lot", code)).put("quantity", plain(kg)).put("uom", "KGM");
	}

	private static BigDecimal plain(BigDecimal number) {
		return new BigDecimal(number.stripTrailingZeros().toPlainString());
	}

	/** A village, never a plot. */
	private static void place(ObjectNode event, String division) {
		event.putObject("readPoint").put("id", id("place", division));
		event.putObject("bizLocation").put("id", id("place", division));
	}

	private static String id(String kind, Object value) {
		return "urn:jinfu:" + kind + ":" + Tenant.require() + ":" + value;
	}

	private void write(ObjectNode event) {
		var faults = EventRules.ofEvent(event, "");
		if (!faults.isEmpty()) {
			throw new IllegalStateException("our own event is none: " + faults);
		}
		store.store(EventStore.PLATFORM, List.of(CanonicalEvent.of(event, json.createObjectNode())));
	}

	private String now() {
		return time(clock.now());
	}

	private static String day(LocalDate day) {
		return time(day.atStartOfDay(BusinessClock.ZONE).toInstant());
	}

	private static String time(Instant at) {
		return at.atZone(BusinessClock.ZONE).format(TIME);
	}

	private Lot lot(UUID id) {
		return sql.sql("""
				select lot_code, member_id, crop, crop_name, variety, grade, origin, division, harvested_on, kg
				  from trace_lot where id = ?""")
			.param(id)
			.query((row, _) -> new Lot(row.getString(1), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8),
					row.getObject(9, LocalDate.class), row.getBigDecimal(10)))
			.single();
	}

}
