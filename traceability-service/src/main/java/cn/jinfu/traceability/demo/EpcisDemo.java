package cn.jinfu.traceability.demo;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.traceability.epcis.CaptureCommands;
import cn.jinfu.traceability.epcis.CaptureCommands.Behaviour;
import lombok.RequiredArgsConstructor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the partner of the trace told: two lots came, juice was made of them and put into
 * a crate. Of a second batch one event was wrong.
 */
@Component
@RequiredArgsConstructor
class EpcisDemo implements DemoPart {

	private static final String CLIENT = "epcis-demo";

	private static final Set<String> MAY = Set.of("epcis.capture");

	private static final String DOCUMENT = """
			{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument",
			 "schemaVersion": "2.0", "creationDate": "%1$sT18:00:00+08:00", "epcisBody": {"eventList": [%2$s]}}""";

	private static final String CAME = """
			{"type": "ObjectEvent", "eventTime": "%1$sT09:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE",
			 "bizStep": "%2$s", "disposition": "in_progress", "bizLocation": {"id": "urn:epcis-demo:place:kitchen"},
			 "quantityList": [{"epcClass": "%3$s", "quantity": %4$d, "uom": "KGM"}]}""";

	private static final String MADE = """
			{"type": "TransformationEvent", "eventTime": "%1$sT11:00:00+08:00", "eventTimeZoneOffset": "+08:00",
			 "bizStep": "creating_class_instance", "disposition": "in_progress",
			 "bizLocation": {"id": "urn:epcis-demo:place:kitchen"},
			 "inputQuantityList": [{"epcClass": "%2$s", "quantity": 20, "uom": "KGM"}, {"epcClass": "%3$s", "quantity": 10, "uom": "KGM"}],
			 "outputQuantityList": [{"epcClass": "urn:epcis-demo:lot:J-0001", "quantity": 18, "uom": "LTR"}]}""";

	private static final String PACKED = """
			{"type": "AggregationEvent", "eventTime": "%1$sT15:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "ADD",
			 "bizStep": "packing", "parentID": "urn:epcis-demo:crate:0001", "bizLocation": {"id": "urn:epcis-demo:place:kitchen"},
			 "childQuantityList": [{"epcClass": "urn:epcis-demo:lot:J-0001", "quantity": 18, "uom": "LTR"}]}""";

	private final CaptureCommands capture;

	private final JsonMapper json;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 645;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("member.farm")) {
			return;
		}
		var codes = Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select lot_code from trace_lot where status = 'RELEASED' and kind = 'HARVEST' and member_id <> ?
				 order by harvested_on desc, lot_code limit 2""").param(world.farm()).query(String.class).list()));
		if (codes.size() < 2) {
			return;
		}
		var day = world.today().minusDays(1);
		var one = "urn:jinfu:lot:" + world.tenantId() + ":" + codes.getFirst();
		var two = "urn:jinfu:lot:" + world.tenantId() + ":" + codes.getLast();
		told(world, Behaviour.ROLLBACK, CAME.formatted(day, "receiving", one, 20),
				CAME.formatted(day, "receiving", two, 10), MADE.formatted(day, one, two), PACKED.formatted(day));
		told(world, Behaviour.PROCEED, CAME.formatted(day, "storing", "urn:epcis-demo:lot:J-0001", 18),
				CAME.formatted(day, "walking", "urn:epcis-demo:lot:J-0001", 18));
	}

	private void told(DemoWorld world, Behaviour behaviour, String... events) {
		var day = world.today().minusDays(1);
		var document = json.readTree(DOCUMENT.formatted(day, String.join(",", List.of(events))));
		world.at(world.today(), CLIENT, MAY, () -> capture.capture(document, behaviour));
	}

}
