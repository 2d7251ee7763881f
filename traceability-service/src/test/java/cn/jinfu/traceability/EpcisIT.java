package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.traceability.box.BoxCommands;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.flow.FlowQueries;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.flow.StepMistake;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallQueries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.options;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/** Capture and query over the REST binding of EPCIS 2.0, on a real database. */
class EpcisIT extends TraceWorld {

	@Autowired
	WebApplicationContext web;

	@Autowired
	JsonMapper json;

	@Autowired
	StepCommands steps;

	@Autowired
	FlowQueries flows;

	@Autowired
	RecallCommands recalls;

	@Autowired
	RecallQueries room;

	@Autowired
	LabelKeys keys;

	@Autowired
	BoxCommands boxes;

	@Autowired
	List<JobDefinition> jobs;

	private MockMvc mvc;

	private final String client = "client-" + Ids.next();

	private final String epc = "https://id.gs1.org/01/09521234543213/21/" + Math.abs(System.nanoTime());

	@BeforeEach
	void browser() {
		mvc = MockMvcBuilders.webAppContextSetup(web).build();
	}

	@Test
	void aBatchIsCapturedAndFoundAgain() {
		var answer = capture(document(event(1), event(2)), null);
		assertThat(answer.getStatus()).isEqualTo(202);
		assertThat(answer.getHeader("GS1-EPCIS-Version")).isEqualTo("2.0.0");
		var job = body(call(client, get(String.valueOf(answer.getHeader("Location")))));
		assertThat(job.path("success").asBoolean()).isTrue();
		assertThat(job.path("running").asBoolean(true)).isFalse();
		var events = events("MATCH_epc=" + epc);
		assertThat(events).hasSize(2);
		assertThat(events.getFirst().path("eventID").asString()).startsWith("ni:///sha-256;");
		assertThat(events.getFirst().has("recordTime")).isTrue();
		assertThat(events.getFirst().path("bizStep").asString()).isEqualTo("shipping");
	}

	@Test
	void theSameEventTwiceIsOneAndAnotherOfItsIdIsAnError() {
		capture(document(event(1)), null);
		capture(document(event(1), event(1)), null);
		assertThat(events("MATCH_epc=" + epc)).hasSize(1);
		var one = event(5).put("eventID", "urn:uuid:" + Ids.next());
		capture(document(one), null);
		var answer = capture(document(event(6), one.deepCopy().put("bizStep", "receiving")), null);
		var job = body(call(client, get(String.valueOf(answer.getHeader("Location")))));
		assertThat(job.path("success").asBoolean(true)).isFalse();
		assertThat(job.path("errors").get(0).path("type").asString())
			.isEqualTo("epcisException:ResourceAlreadyExistsException");
		assertThat(events("MATCH_epc=" + epc)).as("nothing of the batch is stored").hasSize(2);
		var single = call(client,
				post("/epcis/v2/events").contentType(MediaType.APPLICATION_JSON).content(one.toString()));
		assertThat(single.getStatus()).isEqualTo(409);
	}

	@Test
	void aWrongEventRollsTheBatchBackOrIsPassedOver() {
		var wrong = event(2).put("action", "REMOVE");
		var answer = capture(document(event(1), wrong), "rollback");
		assertThat(
				body(call(client, get(String.valueOf(answer.getHeader("Location"))))).path("success").asBoolean(true))
			.isFalse();
		assertThat(events("MATCH_epc=" + epc)).isEmpty();
		answer = capture(document(event(1), wrong, event(3)), "proceed");
		var job = body(call(client, get(String.valueOf(answer.getHeader("Location")))));
		assertThat(job.path("errors").get(0).path("detail").asString()).startsWith("eventList[1].action");
		assertThat(events("MATCH_epc=" + epc)).hasSize(2);
		assertThat(capture(document(event(1)), "maybe").getStatus()).isEqualTo(400);
	}

	@Test
	void limitsAreKept() {
		var document = document();
		var list = (tools.jackson.databind.node.ArrayNode) document.path("epcisBody").path("eventList");
		for (int i = 0; i < 2001; i++) {
			list.add(event(i));
		}
		refused(capture(document, null), 413, "CaptureLimitExceededException");
		var large = call(client, post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON)
			.content("{\"x\":\"" + "a".repeat(9 * 1024 * 1024) + "\"}"));
		refused(large, 413, "CaptureLimitExceededException");
		refused(call(client, post("/epcis/v2/capture").contentType(MediaType.APPLICATION_XML).content("<a/>")), 415,
				"UnsupportedMediaTypeException");
		refused(call(client, post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content("{")), 400,
				"ValidationException");
		refused(capture(document(event(1)).put("schemaVersion", "1.2"), null), 400, "ValidationException");
		var answer = call(client, options("/epcis/v2/capture"));
		assertThat(answer.getHeader("GS1-EPCIS-Capture-Limit")).isEqualTo("2000");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = { "eventType=ObjectEvent|3", "eventType=AggregationEvent|1",
			"GE_eventTime=2026-01-03T00:00:00Z|2", "LT_eventTime=2026-01-03T00:00:00Z|2",
			"GE_recordTime=2000-01-01T00:00:00Z|4", "LT_recordTime=2000-01-01T00:00:00Z|0", "EQ_action=ADD|1",
			"EQ_action=ADD%7COBSERVE|4", "EQ_bizStep=shipping|3", "EQ_bizStep=cbv:BizStep-shipping|3",
			"EQ_bizStep=https://ref.gs1.org/cbv/BizStep-shipping|3", "EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping|3",
			"EQ_disposition=in_transit|3", "EQ_readPoint=urn:epc:id:sgln:4012345.00005.0|3",
			"EQ_readPoint=https://id.gs1.org/414/4012345000054|3",
			"EQ_bizLocation=https://id.gs1.org/414/4012345000054|0", "EQ_transformationID=urn:a:b|0",
			"MATCH_anyEPC=EPC|4", "MATCH_epc=EPC|4", "MATCH_parentID=urn:epc:id:sscc:4012345.0000000333|1",
			"MATCH_parentID=EPC|0", "MATCH_inputEPC=EPC|0", "MATCH_outputEPC=EPC|0",
			"MATCH_epcClass=https://id.gs1.org/01/09521234543213/10/A|0", "MATCH_inputEPCClass=urn:a:b|0",
			"MATCH_outputEPCClass=urn:a:b|0", "MATCH_anyEPCClass=urn:a:b|0", "EQ_eventID=urn:uuid:none|0",
			"EXISTS_errorDeclaration=|0", "EQ_correctiveEventID=urn:a:b|0", "EQ_bizTransaction_po=urn:x:po:1|3",
			"EQ_bizTransaction_inv=urn:x:po:1|0", "eventCountLimit=2|2", "maxEventCount=4|4",
			"orderBy=recordTime&orderDirection=ASC|4" })
	void everyParameterNarrowsAsTheStandardSays(String query, int found) {
		capture(document(event(1), event(2), event(3), box()), null);
		var all = events(query.replace("=EPC", "=" + epc));
		assertThat(all).hasSize(found);
	}

	/**
	 * One event of each kind with everything in it that can be asked for; each parameter
	 * finds the ones it names and none beside.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "eventType=TransformationEvent|T",
			"eventType=TransactionEvent%7CAssociationEvent|P,A", "EQ_bizLocation=urn:epc:id:sgln:4012345.00005.0|O",
			"EQ_bizLocation=https://id.gs1.org/414/4012345000054|O", "EQ_readPoint=urn:x:gate:1%7Curn:x:gate:2|O,T",
			"EQ_transformationID=urn:x:run:ID|T", "EQ_disposition=urn:epcglobal:cbv:disp:in_progress|T",
			"EQ_action=DELETE|G", "MATCH_epc=urn:x:single:ID|O", "MATCH_epcClass=urn:x:class:ID|O",
			"MATCH_parentID=urn:x:parent:ID|G,P,A", "MATCH_inputEPC=urn:x:in:ID|T", "MATCH_inputEPC=urn:x:in-class:ID|",
			"MATCH_outputEPC=urn:x:out:ID|T", "MATCH_inputEPCClass=urn:x:in-class:ID|T",
			"MATCH_inputEPCClass=urn:x:in:ID|", "MATCH_outputEPCClass=urn:x:out-class:ID|T",
			"MATCH_anyEPC=urn:x:in:ID|T", "MATCH_anyEPC=urn:x:parent:ID|G,P,A", "MATCH_anyEPC=urn:x:class:ID|",
			"MATCH_anyEPCClass=urn:x:out-class:ID%7Curn:x:class:ID|O,T", "EQ_eventID=urn:x:event:O-ID|O",
			"EXISTS_errorDeclaration=|W", "EXISTS_errorDeclaration=true|W", "EQ_correctiveEventID=urn:x:event:T-ID|W",
			"EQ_bizTransaction_po=urn:x:paper:ID|O", "EQ_bizTransaction_=urn:x:paper:ID|O,P",
			"EQ_bizTransaction_cbv:BTT-inv=urn:x:paper:ID|P", "GE_eventTime=2026-03-05T00:00:00%2B08:00|W,A",
			"LT_eventTime=2026-03-02T00:00:00Z|O",
			"GE_eventTime=2026-03-02T00:00:00Z&LT_eventTime=2026-03-03T00:00:00Z|T",
			"orderBy=eventTime&orderDirection=ASC&eventCountLimit=1|O",
			"orderBy=eventTime&orderDirection=DESC&eventCountLimit=1|A" })
	void eachParameterFindsWhatItNamesAndNothingBeside(String query, String found) {
		everyKind();
		var names = new java.util.TreeSet<String>();
		events(query.replace(":ID", ":" + id()).replace("-ID", "-" + id()))
			.forEach(it -> names.add(it.has("errorDeclaration") ? "W"
					: it.path("eventID").asString().substring("urn:x:event:".length()).substring(0, 1)));
		assertThat(names).as(query)
			.isEqualTo((found != null) ? new java.util.TreeSet<>(List.of(found.split(","))) : Set.of());
	}

	private String id() {
		return client.substring(client.length() - 12);
	}

	private void everyKind() {
		var text = """
				[{"type": "ObjectEvent", "eventID": "urn:x:event:O-$", "eventTime": "2026-03-01T00:00:00Z", "action": "OBSERVE",
				  "bizStep": "storing", "epcList": ["urn:x:single:$"], "quantityList": [{"epcClass": "urn:x:class:$", "quantity": 3}],
				  "readPoint": {"id": "urn:x:gate:1"}, "bizLocation": {"id": "urn:epc:id:sgln:4012345.00005.0"},
				  "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:paper:$"}]},
				 {"type": "TransformationEvent", "eventID": "urn:x:event:T-$", "eventTime": "2026-03-02T00:00:00Z",
				  "disposition": "in_progress", "transformationID": "urn:x:run:$", "readPoint": {"id": "urn:x:gate:2"},
				  "inputEPCList": ["urn:x:in:$"], "inputQuantityList": [{"epcClass": "urn:x:in-class:$"}],
				  "outputEPCList": ["urn:x:out:$"], "outputQuantityList": [{"epcClass": "urn:x:out-class:$"}]},
				 {"type": "AggregationEvent", "eventID": "urn:x:event:G-$", "eventTime": "2026-03-03T00:00:00Z", "action": "DELETE",
				  "parentID": "urn:x:parent:$"},
				 {"type": "TransactionEvent", "eventID": "urn:x:event:P-$", "eventTime": "2026-03-04T00:00:00Z", "action": "ADD",
				  "parentID": "urn:x:parent:$", "bizTransactionList": [{"type": "inv", "bizTransaction": "urn:x:paper:$"}]},
				 {"type": "AssociationEvent", "eventID": "urn:x:event:A-$", "eventTime": "2026-03-06T00:00:00Z", "action": "ADD",
				  "parentID": "urn:x:parent:$", "childEPCs": ["urn:x:sensor:$"]},
				 {"type": "ObjectEvent", "eventID": "urn:x:event:W-$", "eventTime": "2026-03-05T00:00:00Z", "action": "OBSERVE",
				  "bizStep": "picking", "epcList": ["urn:x:other:$"], "errorDeclaration": {"declarationTime": "2026-03-07T00:00:00Z",
				  "reason": "incorrect_data", "correctiveEventIDs": ["urn:x:event:T-$"]}}]"""
			.replace("$", id());
		var events = json.readTree(text)
			.valueStream()
			.map(it -> ((ObjectNode) it).put("eventTimeZoneOffset", "+08:00"));
		var answer = capture(document(events.toArray(ObjectNode[]::new)), null);
		assertThat(body(call(client, get(String.valueOf(answer.getHeader("Location"))))).path("errors")).isEmpty();
	}

	@Test
	void aClientSeesItsJobsTheLatestFirstAndNobodyElses() {
		for (int i = 1; i <= 3; i++) {
			capture(document(event(i)), (i == 2) ? "proceed" : null);
		}
		var first = call(client, get("/epcis/v2/capture?perPage=2"));
		assertThat(body(first)).hasSize(2);
		assertThat(body(first).get(1).path("captureErrorBehaviour").asString()).isEqualTo("proceed");
		var link = String.valueOf(first.getHeader("Link"));
		var rest = body(call(client, get(java.net.URI.create(link.substring(1, link.indexOf('>'))))));
		assertThat(rest).hasSize(1);
		var job = "/epcis/v2/capture/" + rest.get(0).path("captureID").asString();
		assertThat(call(client, get(job)).getStatus()).isEqualTo(200);
		refused(call("somebody-else", get(job)), 404, "NoSuchResourceException");
		refused(call(client, get("/epcis/v2/capture/none")), 404, "NoSuchResourceException");
		assertThat(body(call("nobody-" + client, get("/epcis/v2/capture")))).isEmpty();
		refused(call(client, get("/epcis/v2/events/{id}", "urn:uuid:none")), 404, "NoSuchResourceException");
	}

	@Test
	void theOptionsTellTheLimitsAndTheVersions() {
		for (var path : List.of("/epcis/v2/capture", "/epcis/v2/events")) {
			var answer = call(client, options(path));
			assertThat(answer.getStatus()).isEqualTo(204);
			assertThat(answer.getHeader("Allow")).contains("GET", "POST");
			assertThat(answer.getHeader("GS1-EPCIS-Version")).isEqualTo("2.0.0");
			assertThat(answer.getHeader("GS1-CBV-Version")).isEqualTo("2.0.0");
			assertThat(answer.getHeader("GS1-EPCIS-Capture-Limit")).isEqualTo("2000");
			assertThat(answer.getHeader("GS1-EPCIS-Capture-File-Size-Limit"))
				.isEqualTo(String.valueOf(8 * 1024 * 1024));
			assertThat(answer.getHeader("GS1-EPC-Format")).isEqualTo("Always_GS1_Digital_Link");
			assertThat(answer.getHeader("GS1-Capture-Error-Behaviour")).isEqualTo("rollback");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "+10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z" })
	void aYearThatNoColumnHoldsIsRefused(String time) {
		refused(call(client, post("/epcis/v2/events").contentType(MediaType.APPLICATION_JSON)
			.content(event(1).put("eventTime", time).toString())), 400, "ValidationException");
	}

	/**
	 * "The date and time at which the EPCIS Capturing Applications asserts the event
	 * occurred": what lies ahead has not. A teller's clock may be five minutes before
	 * ours.
	 */
	@Test
	void whatHasNotHappenedYetIsRefusedAndTheEventNamed() {
		var ahead = java.time.Instant.now().plusSeconds(420).toString();
		for (var time : List.of("2100-01-01T00:00:00Z", ahead)) {
			var answer = capture(document(event(1), event(2).put("eventTime", time)), null);
			var job = body(call(client, get(String.valueOf(answer.getHeader("Location")))));
			assertThat(job.path("success").asBoolean(true)).isFalse();
			assertThat(job.path("errors").get(0).path("type").asString())
				.isEqualTo("epcisException:ValidationException");
			assertThat(job.path("errors").get(0).path("detail").asString()).startsWith("eventList[1].eventTime ");
			assertThat(events("MATCH_epc=" + epc)).as("nothing of the batch is stored").isEmpty();
			refused(single(event(2).put("eventTime", time)), 400, "ValidationException");
		}
		var declared = event(3).put("eventID", "urn:uuid:" + Ids.next());
		declared.putObject("errorDeclaration").put("declarationTime", "2100-01-01T00:00:00+08:00");
		refused(single(declared), 400, "ValidationException");
		assertThat(single(event(4).put("eventTime", java.time.Instant.now().plusSeconds(200).toString())).getStatus())
			.as("two clocks differ a little")
			.isEqualTo(201);
		assertThat(single(event(5).put("eventTime", "1999-12-31T23:59:59+14:00")).getStatus()).as("long ago")
			.isEqualTo(201);
		assertThatThrownBy(() -> as("clerk", () -> sql
			.sql("""
					insert into trace_event (tenant_id, owner, event_id, hash_id, event_type, action, event_time, record_time, doc)
					values (?, 'x', 'urn:x:1', 'x', 'ObjectEvent', 'ADD', now() + interval '6 minutes', now(), '{}')""")
			.param(TENANT)
			.update())).hasMessageContaining("trace_event_time_ck");
	}

	private MockHttpServletResponse single(ObjectNode event) {
		return call(client, post("/epcis/v2/events").contentType(MediaType.APPLICATION_JSON).content(event.toString()));
	}

	/**
	 * Identifiers are URIs, words are of the vocabulary or URIs; all else names nothing.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "MATCH_epc=x", "MATCH_epc=", "MATCH_epc=%7C", "MATCH_epc=0614141", "MATCH_parentID=x",
			"MATCH_inputEPC=x", "MATCH_outputEPC=x", "MATCH_anyEPC=x", "MATCH_epcClass=x", "MATCH_inputEPCClass=x",
			"MATCH_outputEPCClass=x", "MATCH_anyEPCClass=x", "MATCH_epc=urn:x:y:z%7Cx",
			"MATCH_epc=urn:x:y:z&MATCH_epc=x", "MATCH_epc=urn:x:a%20b", "MATCH_epc=urn:x:%00", "MATCH_epc=:x",
			"MATCH_epc=%E7%95%AA%E8%8C%84", "MATCH_epc=urn:epc:idpat:sgtin:4012345.*.*",
			"MATCH_anyEPC=urn:epc:idpat:sgtin:4012345.011111.*", "MATCH_parentID=urn:epc:idpat:sscc:*.*",
			"EQ_readPoint=x", "EQ_bizLocation=x", "EQ_transformationID=x", "EQ_eventID=x", "EQ_correctiveEventID=x",
			"EQ_bizTransaction_po=x", "EQ_bizTransaction_=x", "EQ_bizTransaction_walk=urn:x:po:1", "EQ_bizStep=walking",
			"EQ_bizStep=Shipping", "EQ_bizStep=x%20:y", "EQ_disposition=shipping", "EQ_disposition=in%20transit" })
	void whatCanNameNothingIsRefusedInsteadOfFindingNothing(String query) {
		var answer = call(client, get(java.net.URI.create("/epcis/v2/events?" + query)));
		refused(answer, 400, "QueryParameterException");
		assertThat(body(answer).path("detail").asString()).contains(query.substring(0, query.indexOf('=')));
	}

	@Test
	void aPathThatCanNameNothingIsRefused() {
		refused(call(client, get("/epcis/v2/epcs/x/events")), 400, "QueryParameterException");
		refused(call(client, get("/epcis/v2/events/x")), 404, "NoSuchResourceException");
	}

	@ParameterizedTest
	@CsvSource({ "GET,/epcis/v2,404,NoSuchResourceException", "GET,/epcis/v2/,404,NoSuchResourceException",
			"GET,/epcis/v2/nothing,404,NoSuchResourceException", "POST,/epcis/v2/nothing,404,NoSuchResourceException",
			"GET,/epcis/v2/eventTypes,404,NoSuchResourceException", "GET,/epcis/v2/queries,404,NoSuchResourceException",
			"DELETE,/epcis/v2/events,405,ImplementationException", "PUT,/epcis/v2/capture,405,ImplementationException",
			"POST,/epcis/v2/events/x,405,ImplementationException",
			"POST,/epcis/v2/bizSteps/shipping/events,405,ImplementationException" })
	void whatLeadsNowhereIsAnsweredInTheStandardsShape(String method, String path, int status, String type) {
		for (var wanted : List.of("application/json", "application/ld+json", "text/html", "application/xml")) {
			var answer = call(client,
					org.springframework.test.web.servlet.request.MockMvcRequestBuilders
						.request(org.springframework.http.HttpMethod.valueOf(method), path)
						.header("Accept", wanted));
			refused(answer, status, type);
			assertThat(answer.getContentType()).isEqualTo("application/problem+json");
			assertThat(answer.getHeader("GS1-EPCIS-Version")).isEqualTo("2.0.0");
			assertThat(answer.getHeader("Allow") != null).isEqualTo(status == 405);
		}
	}

	@ParameterizedTest
	@CsvSource({ "EQ_bizStepp=shipping,400,QueryParameterException", "EQ_action=REMOVE,400,QueryParameterException",
			"GE_eventTime=yesterday,400,QueryParameterException", "perPage=0,400,QueryParameterException",
			"perPage=x,400,QueryParameterException", "orderBy=epc,400,QueryParameterException",
			"EQ_bizStep=walking,400,QueryParameterException", "nextPageToken=zzz,400,QueryParameterException",
			"maxEventCount=1,413,QueryTooLargeException", "EXISTS_errorDeclaration=maybe,400,QueryParameterException",
			"EXISTS_errorDeclaration=false,400,QueryParameterException",
			"GE_eventTime=2026-01-01T00:00:00Z&GE_eventTime=2026-01-02T00:00:00Z,400,QueryParameterException",
			"perPage=1&perPage=2,400,QueryParameterException",
			"orderBy=eventTime%7CrecordTime,400,QueryParameterException",
			"maxEventCount=1&eventCountLimit=1,400,QueryParameterException",
			"WD_readPoint=urn:a:b,400,QueryParameterException", "EQ_value_CEL=1,400,QueryParameterException" })
	void whatIsNotKnownIsRefusedAndNeverPassedOver(String query, int status, String type) {
		capture(document(event(1), event(2)), null);
		refused(call(client, get("/epcis/v2/events?" + query)), status, type);
	}

	@Test
	void aListOfJobsIsAskedForRightlyOrRefused() {
		for (var query : List.of("nextPageToken=zzz", "nextPageToken=" + Cursor.of("yesterday", "x"), "perPage=0",
				"perPage=x")) {
			refused(call(client, get("/epcis/v2/capture?" + query)), 400, "QueryParameterException");
		}
	}

	@Test
	void whoMayOnlyCaptureAsksNothingAndWhoMayOnlyAskCapturesNothing() {
		var token = Set.of("epcis.capture");
		for (var path : List.of("/epcis/v2/events", "/epcis/v2/events/x", "/epcis/v2/epcs/x/events",
				"/epcis/v2/bizSteps/shipping/events")) {
			refused(machine(TENANT, client, token, get(path)), 403, "SecurityException");
		}
		for (var path : List.of("/epcis/v2/capture", "/epcis/v2/events")) {
			refused(machine(TENANT, client, Set.of("epcis.query"),
					post(path).contentType(MediaType.APPLICATION_JSON).content("{}")), 403, "SecurityException");
		}
	}

	@Test
	void pagesFollowOneAnotherWithoutGapOrRepeat() {
		capture(document(event(1), event(2), event(3), event(4), event(5)), null);
		var ids = new java.util.LinkedHashSet<String>();
		var next = "/epcis/v2/events?perPage=2&orderDirection=ASC&MATCH_epc=" + epc;
		int pages = 0;
		while (next != null) {
			var answer = call(client, get(java.net.URI.create(next)));
			body(answer).path("epcisBody")
				.path("queryResults")
				.path("resultsBody")
				.path("eventList")
				.forEach(it -> assertThat(ids.add(it.path("eventID").asString())).isTrue());
			var link = answer.getHeader("Link");
			next = (link != null) ? link.substring(1, link.indexOf('>')) : null;
			pages++;
		}
		assertThat(ids).hasSize(5);
		assertThat(pages).isEqualTo(3);
	}

	@Test
	void aPartnerSeesItsOwnEventsOnly() {
		capture(document(event(1)), null);
		var id = "urn:uuid:" + Ids.next();
		capture(document(event(2).put("eventID", id)), null);
		assertThat(call(client, get("/epcis/v2/events/{id}", id)).getStatus()).isEqualTo(200);
		assertThat(call("somebody-else", get("/epcis/v2/events/{id}", id)).getStatus()).isEqualTo(404);
		assertThat(list(body(call("somebody-else", get("/epcis/v2/events?MATCH_epc=" + epc))))).isEmpty();
		assertThat(list(body(call(client, get("/epcis/v2/epcs/{epc}/events", "urn:x:n:2"))))).hasSize(1);
		assertThat(list(body(call(client, get("/epcis/v2/bizSteps/shipping/events"))))).hasSize(2);
		refused(machine(TENANT, client, Set.of("epcis.query"),
				post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content("{}")), 403,
				"SecurityException");
		assertThat(elsewhere("select count(*) from trace_event where owner = '" + client + "'")).isZero();
	}

	@Test
	void theSameBatchAtTheSameTimeIsStoredOnce() throws Exception {
		var document = document(event(1), event(2), event(3)).toString();
		Callable<Integer> capture = () -> call(client,
				post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content(document))
			.getStatus();
		try (var pool = Executors.newFixedThreadPool(4)) {
			for (var result : pool.invokeAll(java.util.Collections.nCopies(8, capture))) {
				assertThat(result.get()).isEqualTo(202);
			}
		}
		assertThat(events("MATCH_epc=" + epc)).hasSize(3);
	}

	@Test
	void whatThePlatformDoesIsExportedAndCapturedElsewhereTheSame() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var step = as("farmer",
				() -> steps.record(new StepCommands.Do(farm, StepKind.MIX, DAY,
						List.of(new StepCommands.Input(one, new BigDecimal("60")),
								new StepCommands.Input(two, new BigDecimal("20.5"))),
						List.of(new StepCommands.Output(new BigDecimal("80"), null, null)), BigDecimal.ZERO, null)));
		var version = as("clerk", () -> flows.step(step)).version();
		as("farmer", () -> run(() -> steps
			.declareWrong(new StepCommands.DeclareWrong(step, StepMistake.DID_NOT_OCCUR, "没有做", null, version))));
		var code = as("clerk",
				() -> sql.sql("select lot_code from trace_lot where id = ?").param(one).query(String.class).single());
		var export = body(
				staff(get("/api/v1/trace-events?perPage=1000&orderDirection=ASC&MATCH_anyEPCClass=urn:jinfu:lot:"
						+ TENANT + ":" + code)));
		var told = export.path("epcisBody").path("eventList");
		assertThat(told.valueStream().map(it -> it.path("bizStep").asString())).contains("commissioning", "accepting",
				"creating_class_instance");
		assertThat(told.valueStream().filter(it -> it.has("errorDeclaration"))).hasSize(1);
		var other = "copy-" + Ids.next();
		var answer = machine("330499", other, Set.of("epcis.capture", "epcis.query"),
				post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content(export.toString()));
		assertThat(answer.getStatus()).isEqualTo(202);
		var copied = list(body(machine("330499", other, Set.of("epcis.capture", "epcis.query"),
				get("/epcis/v2/events?perPage=1000&orderDirection=ASC"))));
		assertThat(copied).hasSize(told.size());
		for (int i = 0; i < copied.size(); i++) {
			assertThat(plain(copied.get(i))).isEqualTo(plain(told.get(i)));
		}
	}

	@Test
	void goodsAreFollowedThroughAPartnerAndBackToUs() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var juice = "urn:partner:lot:" + Ids.next();
		var crate = "urn:partner:crate:" + Ids.next();
		told(client, transformation(1, lotName(one), juice));
		told("another-" + client, aggregation(2, crate, juice));
		told("another-" + client, transformation(3, crate, lotName(two)));
		var id = held(one);
		assertThat(status(two)).isEqualTo("HELD");
		assertThat(as("officer", () -> room.lots(id, null, 50).items())).extracting(RecallQueries.ScopeLot::lotId)
			.containsExactlyInAnyOrder(one, two);
		assertThat(as("officer", () -> room.partners(id, null, 50).items())).extracting(RecallQueries.PartnerThing::epc)
			.containsExactlyInAnyOrder(juice, crate);
		assertThat(elsewhere("select count(*) from trace_event_edge where parent_epc like '%" + lotName(one) + "'"))
			.isZero();
	}

	@Test
	void goodsAreFollowedFromOurBoxOntoAPartnersPalletAndTruck() {
		given(members.requireActive(farm)).willReturn(new MemberSummary(farm, "M-1", "示例农场", MemberKind.FAMILY_FARM,
				MemberStatus.ACTIVE, "330482100", "330482100", null, "138****0000", "", true));
		var one = harvest("100", null);
		var two = harvest("50", null);
		var three = harvest("30", null);
		test("0.1");
		var box = as("farmer", () -> boxes.pack(farm, null, List.of(new BoxCommands.Part(one, BigDecimal.TEN))));
		var outer = as("farmer", () -> boxes.pack(farm, null, new BoxCommands.Load(List.of(), List.of(box))));
		var other = as("farmer", () -> boxes.pack(farm, null, List.of(new BoxCommands.Part(three, BigDecimal.ONE))));
		as("farmer", () -> run(() -> boxes.takeOut(farm, other, null, 0)));
		var pallet = "urn:partner:pallet:" + Ids.next();
		var truck = "urn:partner:truck:" + Ids.next();
		told(client, loaded(pallet, boxName(outer), boxName(other)));
		told(client, loaded(truck, pallet));
		told("another-" + client, transformation(3, truck, lotName(two)));
		var id = held(one);
		assertThat(status(two)).isEqualTo("HELD");
		assertThat(status(three)).as("its box was emptied before").isEqualTo("RELEASED");
		assertThat(as("officer", () -> room.partners(id, null, 50).items())).extracting(RecallQueries.PartnerThing::epc)
			.contains(pallet, truck);
	}

	private ObjectNode loaded(String outer, String... inner) {
		var event = json.createObjectNode()
			.put("type", "AggregationEvent")
			.put("eventTime", java.time.Instant.now().toString())
			.put("eventTimeZoneOffset", "+08:00")
			.put("action", "ADD")
			.put("bizStep", "loading")
			.put("parentID", outer);
		var children = event.putArray("childEPCs");
		for (var one : inner) {
			children.add(one);
		}
		return event;
	}

	private String boxName(UUID box) {
		return "urn:jinfu:box:" + TENANT + ":" + as("clerk",
				() -> sql.sql("select code from trace_box where id = ?").param(box).query(String.class).single());
	}

	@Test
	void aLateEventOpensARunningCaseAgainAndIsToldOnce() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var id = held(one);
		assertThat(status(two)).isEqualTo("RELEASED");
		told(client, transformation(1, lotName(one), lotName(two)));
		assertThat(status(two)).isEqualTo("HELD");
		assertThat(as("officer", () -> room.view(id)).revision()).isEqualTo(2);
		var number = as("officer", () -> room.view(id)).number();
		assertThat(ours("urn:jinfu:recall:" + TENANT + ":" + number)).hasSize(1);
		job();
		job();
		var events = ours("urn:jinfu:recall:" + TENANT + ":" + number);
		assertThat(events).hasSize(2);
		assertThat(events.toString()).contains(lotName(two));
		act(() -> recalls.dismiss(id, "复检合格", seen(id)));
		assertThat(ours("urn:jinfu:recall:" + TENANT + ":" + number).stream()
			.map(it -> it.path("bizStep").asString() + " " + it.path("disposition").asString()))
			.containsExactlyInAnyOrder("holding non_sellable_other", "holding non_sellable_other",
					"accepting conformant");
	}

	@Test
	void whatAPartnerDeclaresWrongIsNoLinkAnyMore() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var wrong = transformation(1, lotName(one), lotName(two)).put("eventID", "urn:uuid:" + Ids.next());
		told(client, wrong);
		var declared = wrong.deepCopy();
		declared.putObject("errorDeclaration")
			.put("declarationTime", "2026-02-01T00:00:00Z")
			.put("reason", "did_not_occur");
		told("stranger-" + client, declared);
		told(client, declared);
		held(one);
		assertThat(status(two)).isEqualTo("RELEASED");
		assertThatThrownBy(() -> as("clerk", () -> sql.sql("update trace_event_edge set voided = false").update()))
			.hasMessageContaining("trace_event_edge_voided_ck");
	}

	@Test
	void theHalvesOfATransformationAreJoinedByItsId() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var whole = "urn:partner:transformation:" + Ids.next();
		var in = transformation(1, lotName(one), "urn:x:y:z").put("transformationID", whole);
		in.remove("outputQuantityList");
		var out = transformation(2, "urn:x:y:z", lotName(two)).put("transformationID", whole);
		out.remove("inputQuantityList");
		told(client, out);
		told(client, in);
		held(one);
		assertThat(status(two)).isEqualTo("HELD");
	}

	@Test
	void aLabelStandsForTheLotItIsStuckOn() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		licence();
		as("farmer",
				() -> certificates.issue(farm, one, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		as("farmer", () -> labels.order(order(one, 5)));
		var serial = as("clerk",
				() -> sql.sql("select first_seq, key_version from trace_label_batch where lot_id = ?")
					.param(one)
					.query((row, _) -> LabelSerial.encode(keys.signing(row.getInt(2)), row.getInt(2), productNo,
							row.getLong(1) + 4))
					.single());
		told(client, transformation(1, "https://z.example/t/" + productNo + "/" + serial, lotName(two)));
		held(one);
		assertThat(status(two)).isEqualTo("HELD");
	}

	@Test
	void aSampleAndItsResultAreEventsWithAReportForEachSubstance() {
		var one = harvest("100", null);
		test("0.1");
		var told = ours(lotName(one));
		assertThat(told.stream().map(it -> it.path("bizStep").asString())).contains("sampling", "inspecting");
		var found = told.stream()
			.filter(it -> it.path("bizStep").asString().equals("inspecting"))
			.findFirst()
			.orElseThrow();
		assertThat(found.path("disposition").asString()).isEqualTo("conformant");
		assertThat(found.path("certificationInfo").asString()).startsWith("urn:jinfu:residue-test:");
		var reports = found.path("sensorElementList").get(0).path("sensorReport");
		assertThat(reports).hasSize(2);
		assertThat(reports.get(0).path("value").decimalValue()).isEqualByComparingTo("0.1");
		assertThat(reports.get(0).path("uom").asString()).isEqualTo("NA");
		assertThat(reports.get(1).path("booleanValue").asBoolean(true)).isFalse();
	}

	@Test
	void anotherVersionAnotherFormAndAnotherWritingAreNotSpoken() {
		refused(call(client, get("/epcis/v2/events").header("GS1-EPCIS-Version", "1.2")), 406,
				"NotAcceptableException");
		refused(call(client, get("/epcis/v2/events").header("GS1-EPC-Format", "Always_EPC_URN")), 406,
				"NotAcceptableException");
		refused(call(client, get("/epcis/v2/events").accept(MediaType.APPLICATION_XML)), 406, "NotAcceptableException");
		assertThat(call(client, get("/epcis/v2/events").header("GS1-EPCIS-Version", "2.0.0")
			.header("GS1-EPC-Format", "Always_GS1_Digital_Link")).getStatus()).isEqualTo(200);
	}

	@Test
	void aPathAndItsParametersNarrowTogether() {
		capture(document(event(1), event(2), box()), null);
		var path = "/epcis/v2/epcs/" + java.net.URLEncoder.encode(epc, java.nio.charset.StandardCharsets.UTF_8)
				+ "/events?";
		assertThat(list(body(call(client, get(java.net.URI.create(path + "EQ_bizStep=packing")))))).hasSize(1);
		assertThat(list(body(call(client, get(java.net.URI.create(path + "MATCH_anyEPC=urn:x:n:1")))))).hasSize(1);
		assertThat(list(body(call(client, get("/epcis/v2/bizSteps/shipping/events?EQ_bizStep=packing"))))).isEmpty();
		refused(call(client, get("/epcis/v2/bizSteps/walking/events")), 400, "QueryParameterException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "1e999999999", "-1", "999999999999999" })
	void anAbsurdNumberIsRefusedAtOnce(String number) {
		var text = document(event(1)).toString()
			.replace("\"epcList\"",
					"\"quantityList\":[{\"epcClass\":\"urn:x:y:z\",\"quantity\":" + number + "}],\"epcList\"");
		var answer = call(client, post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content(text));
		if (answer.getStatus() == 202) {
			assertThat(body(call(client, get(String.valueOf(answer.getHeader("Location"))))).path("success")
				.asBoolean(true)).isFalse();
		}
		else {
			refused(answer, 400, "ValidationException");
		}
	}

	private void told(String who, ObjectNode event) {
		var answer = call(who,
				post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content(document(event).toString()));
		assertThat(answer.getStatus()).isEqualTo(202);
		assertThat(body(call(who, get(String.valueOf(answer.getHeader("Location"))))).path("errors")).isEmpty();
	}

	private ObjectNode transformation(int n, String in, String out) {
		var event = json.createObjectNode()
			.put("type", "TransformationEvent")
			.put("eventTime", "2026-01-0" + n + "T00:00:00Z")
			.put("eventTimeZoneOffset", "+08:00")
			.put("bizStep", "creating_class_instance");
		event.putArray("inputQuantityList").addObject().put("epcClass", in);
		event.putArray("outputQuantityList").addObject().put("epcClass", out);
		return event;
	}

	private ObjectNode aggregation(int n, String box, String content) {
		var event = json.createObjectNode()
			.put("type", "AggregationEvent")
			.put("eventTime", "2026-01-0" + n + "T00:00:00Z")
			.put("eventTimeZoneOffset", "+08:00")
			.put("action", "ADD")
			.put("bizStep", "packing")
			.put("parentID", box);
		event.putArray("childQuantityList").addObject().put("epcClass", content);
		return event;
	}

	private String lotName(UUID lot) {
		return "urn:jinfu:lot:" + TENANT + ":" + as("clerk",
				() -> sql.sql("select lot_code from trace_lot where id = ?").param(lot).query(String.class).single());
	}

	private UUID held(UUID seed) {
		var id = as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.UPSTREAM, "示例疑点", false,
				List.of(new RecallCommands.Seed(RecallCommands.SeedKind.LOT, seed)))));
		act(() -> recalls.hold(id, seen(id)));
		return id;
	}

	private void act(Runnable act) {
		as("officer", () -> run(act));
	}

	private long seen(UUID id) {
		return sql.sql("select version from trace_recall where id = ?").param(id).query(Long.class).single();
	}

	private void job() {
		as("clerk",
				() -> jobs.stream()
					.filter(it -> it.name().equals("trace.recall-events"))
					.findFirst()
					.orElseThrow()
					.run(DAY));
	}

	/** The platform's own events about a thing or a document. */
	private List<JsonNode> ours(String about) {
		var parameter = about.contains(":recall:") ? "EQ_bizTransaction_" : "MATCH_anyEPCClass";
		return body(staff(get("/api/v1/trace-events?perPage=1000&" + parameter + "=" + about))).path("epcisBody")
			.path("eventList")
			.valueStream()
			.toList();
	}

	private static JsonNode plain(JsonNode event) {
		var copy = (ObjectNode) event.deepCopy();
		copy.remove("recordTime");
		return copy;
	}

	private void refused(MockHttpServletResponse answer, int status, String type) {
		assertThat(answer.getStatus()).isEqualTo(status);
		assertThat(body(answer).path("type").asString()).isEqualTo("epcisException:" + type);
	}

	private ObjectNode event(int n) {
		var event = json.createObjectNode()
			.put("type", "ObjectEvent")
			.put("eventTime", "2026-01-0" + (1 + n % 9) + "T00:00:00Z")
			.put("eventTimeZoneOffset", "+08:00")
			.put("action", "OBSERVE")
			.put("bizStep", "shipping")
			.put("disposition", "in_transit");
		event.putArray("epcList").add(epc).add("urn:x:n:" + n);
		event.putObject("readPoint").put("id", "urn:epc:id:sgln:4012345.00005.0");
		event.putArray("bizTransactionList").addObject().put("type", "po").put("bizTransaction", "urn:x:po:1");
		return event;
	}

	private ObjectNode box() {
		var event = json.createObjectNode()
			.put("type", "AggregationEvent")
			.put("eventTime", "2026-01-01T00:00:00Z")
			.put("eventTimeZoneOffset", "+08:00")
			.put("action", "ADD")
			.put("bizStep", "packing")
			.put("parentID", "urn:epc:id:sscc:4012345.0000000333");
		event.putArray("childEPCs").add(epc);
		return event;
	}

	private ObjectNode document(ObjectNode... events) {
		var document = json.createObjectNode()
			.put("type", "EPCISDocument")
			.put("schemaVersion", "2.0")
			.put("creationDate", "2026-01-01T00:00:00Z");
		document.putArray("@context").add("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
		var list = document.putObject("epcisBody").putArray("eventList");
		for (var event : events) {
			list.add(event);
		}
		return document;
	}

	private MockHttpServletResponse capture(ObjectNode document, String behaviour) {
		var request = post("/epcis/v2/capture").contentType(MediaType.APPLICATION_JSON).content(document.toString());
		return call(client, (behaviour != null) ? request.header("GS1-Capture-Error-Behaviour", behaviour) : request);
	}

	private List<JsonNode> events(String query) {
		return list(body(call(client, get(java.net.URI.create("/epcis/v2/events?" + query)))));
	}

	private static List<JsonNode> list(JsonNode document) {
		return document.path("epcisBody")
			.path("queryResults")
			.path("resultsBody")
			.path("eventList")
			.valueStream()
			.toList();
	}

	private JsonNode body(MockHttpServletResponse answer) {
		return json.readTree(answer.getContentAsByteArray());
	}

	private MockHttpServletResponse call(String who, MockHttpServletRequestBuilder request) {
		return machine(TENANT, who, Set.of("epcis.capture", "epcis.query"), request);
	}

	private MockHttpServletResponse machine(String tenant, String who, Set<String> scopes,
			MockHttpServletRequestBuilder request) {
		var id = UUID.nameUUIDFromBytes(who.getBytes());
		return perform(new Actor(Actor.Kind.MACHINE, id, id, who, who, tenant, Scope.NONE, scopes), request);
	}

	private MockHttpServletResponse staff(MockHttpServletRequestBuilder request) {
		return perform(new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "staff", "staff", TENANT, Scope.ALL, ALL),
				request);
	}

	private MockHttpServletResponse perform(Actor actor, MockHttpServletRequestBuilder request) {
		var answer = new MockHttpServletResponse[1];
		actor.run(() -> {
			try {
				answer[0] = mvc.perform(request).andReturn().getResponse();
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		});
		return answer[0];
	}

}
