package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.CodePaths;
import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What is behind a label: made once, kept, never older than the label; and its count. */
class LabelPageIT extends OverHttp {

	private static final Pattern TICKET = Pattern.compile("name=\"jf-scan\" content=\"([^\"]+)\"");

	private static final UnaryOperator<MockMvcRequestBuilder> PLAIN = UnaryOperator.identity();

	private record Label(String path, String space, int version, long number, UUID lot) {
	}

	@Autowired
	CodePaths paths;

	/** One that nobody looked at yet. */
	private Label label = new Label("", "", 0, 0, new UUID(0, 0));

	private String address = "";

	@BeforeEach
	void fresh() {
		address = "10." + (int) (Math.random() * 250) + "." + (int) (Math.random() * 250) + ".9";
		label = inDemo(() -> sql.sql("""
				select b.code_space, b.key_version, n.seq, b.lot_id from trace_label_batch b
				  join trace_lot l on l.id = b.lot_id
				  cross join lateral (select seq from generate_series(b.first_seq, b.first_seq + b.count - 1) seq) n
				 where b.status <> 'VOID' and b.voided = 0 and l.status = 'RELEASED'
				   and not exists (select 1 from trace_label_state s where s.code_space = b.code_space
				     and s.key_version = b.key_version and s.seq = n.seq)
				 order by b.id, n.seq desc limit 1""")
			.query((row, _) -> new Label(paths.label(row.getString(1), row.getInt(2), row.getLong(3)), row.getString(1),
					row.getInt(2), row.getLong(3), row.getObject(4, UUID.class)))
			.single());
	}

	@Test
	void aKeptPageIsTheOneThatWasMade() throws IOException {
		var made = get(PLAIN);
		var kept = get(PLAIN);
		// a parameter that nobody knows goes the long way
		var long_ = mvc.get().uri(label.path() + "?x=1").with(this::from).exchange();
		for (var answer : List.of(made, kept, long_)) {
			assertThat(answer).hasStatusOk();
			assertThat(answer.getResponse().getContentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
			assertThat(answer.getResponse().getHeader("Cache-Control")).contains("no-store");
			assertThat(answer.getResponse().getHeader("Content-Security-Policy")).contains("default-src 'self'");
			assertThat(answer.getResponse().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(answer.getResponse().getHeaders("Cache-Control")).hasSize(1);
			assertThat(answer.getResponse().getCookie("JFV")).isNotNull();
			assertThat(answer.getResponse().getCookie("JINFU")).isNull();
		}
		assertThat(same(text(kept))).isEqualTo(same(text(made)))
			.isEqualTo(same(text(long_).replace("?x=1&amp;lang", "?lang")));
		assertThat(text(kept)).contains("真品，首次查询").doesNotContain("\uE001", "\uE002", "\uE003", "\uE004");
		var small = get(it -> it.header("Accept-Encoding", "gzip, deflate"));
		assertThat(small.getResponse().getHeader("Content-Encoding")).isEqualTo("gzip");
		assertThat(small.getResponse().getHeader("Vary")).contains("Accept-Encoding");
		var bytes = small.getResponse().getContentAsByteArray();
		try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			assertThat(same(new String(in.readAllBytes(), StandardCharsets.UTF_8))).isEqualTo(same(text(kept)));
		}
		assertThat(bytes.length).as("page, style and script stay under 40 kB").isLessThan(20_000);
	}

	@Test
	void anotherLabelOfTheLotHasThePageWithItsOwnCode() {
		get(PLAIN);
		var other = paths.label(label.space(), label.version(), label.number() - 1);
		var answer = text(mvc.get().uri(other).with(this::from).exchange());
		assertThat(answer).contains(other).doesNotContain(label.path());
	}

	@Test
	void aReaderOfEnglishHasItInEnglish() {
		get(PLAIN);
		var english = text(get(it -> it.cookie(new Cookie("lang", "en"))));
		assertThat(english).contains("lang=\"en\"").doesNotContain("真品");
		assertThat(text(get(PLAIN))).contains("真品");
	}

	@Test
	void whatIsHeldIsRedAtTheNextLook() {
		assertThat(text(get(PLAIN))).doesNotContain("verdict-bad");
		status("HELD");
		try {
			assertThat(text(get(PLAIN))).contains("verdict-bad", "这批产品正在核查").doesNotContain("真品");
		}
		finally {
			status("RELEASED");
		}
		assertThat(text(get(PLAIN))).doesNotContain("verdict-bad");
	}

	@Test
	@Timeout(120)
	void noLookIsOlderThanWhatWasWrittenBeforeItWhileManyLook() throws Exception {
		var stop = new AtomicBoolean();
		var looked = new AtomicInteger();
		try (var readers = Executors.newFixedThreadPool(4)) {
			for (int reader = 0; reader < 4; reader++) {
				readers.execute(() -> {
					for (int look = 0; !stop.get() && look < 20_000; look = looked.incrementAndGet()) {
						// one address may not look that often
						var from = "10.98." + (look >> 8) + "." + (look & 255);
						mvc.get().uri(label.path()).with(request -> {
							request.setRemoteAddr(from);
							return request;
						}).exchange();
					}
				});
			}
			try {
				for (int turn = 0; turn < 25; turn++) {
					status("HELD");
					assertThat(text(get(PLAIN))).as("turn " + turn).contains("verdict-bad");
					status("RELEASED");
					assertThat(text(get(PLAIN))).as("turn " + turn).doesNotContain("verdict-bad");
				}
			}
			finally {
				stop.set(true);
				status("RELEASED");
			}
		}
		assertThat(looked).hasValueGreaterThan(50);
	}

	/** Without a reason where it is not held. */
	private void status(String status) {
		var held = "HELD".equals(status);
		inDemo(() -> sql.sql("update trace_lot set status = ?, hold_reason = ?, hold_detail = ? where id = ?")
			.params(java.util.Arrays.asList(status, held ? "OFFICER" : null, held ? "x" : null, label.lot()))
			.update());
	}

	@Test
	void whatIsCalledBackSaysWhatToDoAndWhatIsGoodWhoSellsIt() {
		var good = text(get(PLAIN));
		assertThat(good).contains("再买一次").doesNotContain("请这样做");
		var seller = java.util.regex.Pattern.compile("href=\"(/register/licences/[^\"]+)\"").matcher(good);
		assertThat(seller.find()).isTrue();
		assertThat(text(mvc.get().uri(seller.group(1)).exchange())).contains("在售产品", "认准包装上的追溯码").doesNotContain("138");
		var before = one("select document::text from trace_lot_document where lot_id = ?::uuid",
				label.lot().toString());
		inDemo(() -> sql.sql(
				"update trace_lot set status = 'RECALLED', hold_reason = 'RECALL_CASE', hold_detail = 'x' where id = ?")
			.param(label.lot())
			.update());
		document("document || jsonb_build_object('callBack', trace_call_back(tenant_id, lot_id))");
		try {
			var bad = text(get(PLAIN));
			assertThat(bad).contains("这批产品已召回", "请这样做", "退回购买处", "直接召回，没有另发公告", "href=\"tel:", "/t/complaint?code=")
				.doesNotContain("再买一次", "真品", "/register/recalls?q=");
			var facts = mvc.get().uri(label.path()).accept(MediaType.APPLICATION_JSON).with(this::from).exchange();
			assertThat(json.readTree(text(facts)).at("/lot/callBack/notice").isNull()).isTrue();
			assertThat(json.readTree(text(facts)).at("/lot/callBack/phone").asString()).isNotEmpty();
			document("jsonb_set(document, '{callBack,notice}', '\"ZH-00007\"')");
			assertThat(text(get(PLAIN))).contains("/register/recalls?q=ZH-00007", "href=\"tel:")
				.doesNotContain("没有另发公告");
			assertThat(text(mvc.get().uri(label.path()).accept("application/linkset+json").with(this::from).exchange()))
				.contains("recallStatus");
		}
		finally {
			document("'" + before.replace("'", "''") + "'::jsonb");
			status("RELEASED");
		}
	}

	@Test
	void whatCameLateAndWhatIsMissingStandsOnThePage() {
		var before = one("select document::text from trace_lot_document where lot_id = ?::uuid",
				label.lot().toString());
		assertThat(text(get(PLAIN))).doesNotContain("补记");
		document(
				"""
						jsonb_set(jsonb_set(document, '{steps}', (select jsonb_agg(case s ->> 'kind'
						  when 'HARVEST' then s || '{"late": true}'
						  when 'TEST' then '{"kind": "TEST", "on": null, "details": [], "late": false, "mark": "MISSING"}' else s end)
						  from jsonb_array_elements(document -> 'steps') s)), '{test}', 'null')""");
		try {
			assertThat(text(get(PLAIN))).contains("补记", "未记录", "id=\"score\"");
		}
		finally {
			document("'" + before.replace("'", "''") + "'::jsonb");
		}
	}

	private void document(String value) {
		inDemo(() -> sql
			.sql("update trace_lot_document set made_at = clock_timestamp(), document = " + value + " where lot_id = ?")
			.param(label.lot())
			.update());
	}

	@Test
	void whereItGrewIsDrawnAsFarAsTheVillageAndKeptOrWarnedOf() {
		var page = text(get(PLAIN));
		assertThat(page).contains("产地位置", "class=\"is-origin\"", "不是地块的位置", "/t/watch?code=");
		var facts = text(mvc.get().uri(label.path()).accept(MediaType.APPLICATION_JSON).with(this::from).exchange());
		assertThat(json.readTree(facts).path("lot").path("map").path("origins").get(0).path("lat").asString())
			.as("the middle of a square of two kilometres")
			.matches("[0-9]+\\.[0-9][13579]");
	}

	@Test
	void theListOfRecallsAndOfStandardsIsOpenToEverybody() {
		assertThat(text(mvc.get().uri("/register/recalls").exchange())).contains("召回公告");
		assertThat(mvc.get().uri("/api/public/recalls?q=ZH-99999&limit=1").exchange()).hasStatusOk()
			.bodyJson()
			.extractingPath("$.items")
			.asArray()
			.isEmpty();
		assertThat(mvc.get().uri("/api/public/recalls?after=x").exchange()).hasStatus(422);
		assertThat(text(mvc.get().uri("/api/public/standards").exchange())).contains("T/JPH 001-2023");
	}

	@Test
	void lookingCountsNothingAndATicketCountsOnce() {
		var ticket = ticket(get(PLAIN));
		get(it -> it.header("User-Agent", "Googlebot/2.1"));
		assertThat(count()).isZero();
		counted(scan(ticket, null), true, 1);
		counted(scan(ticket, null), false, 1);
		assertThat(count()).isEqualTo(1);
		assertThat(text(get(PLAIN))).contains("真品，第 2 次查询", "首次查询 20");
	}

	@Test
	void aVisitorCountsOnceInTenMinutes() {
		var me = new Cookie("JFV", UUID.randomUUID().toString());
		counted(scan(ticket(get(it -> it.cookie(me))), me), true, 1);
		var again = get(it -> it.cookie(me));
		assertThat(text(again)).as("the same look, told as before").contains("真品，首次查询");
		counted(scan(ticket(again), me), false, 1);
		var other = new Cookie("JFV", UUID.randomUUID().toString());
		counted(scan(ticket(get(it -> it.cookie(other))), other), true, 2);
	}

	@Test
	void whereItWasQueriedFirstIsACityOrAProvinceAndStays() {
		counted("3304");
		counted("11");
		assertThat(text(get(PLAIN))).contains("真品，第 3 次查询", "，在嘉兴市；").doesNotContain("北京");
	}

	private void counted(String region) {
		inDemo(() -> sql.sql("""
				select counted from trace_count(array[:space], array[:key], array[:number::bigint],
				  array[decode(md5(:region), 'hex')], array[:region], array[:ticket::bigint], now())""")
			.param("space", label.space())
			.param("key", label.version())
			.param("number", label.number())
			.param("region", region)
			.param("ticket", (long) (Math.random() * Long.MAX_VALUE))
			.query(Boolean.class)
			.single());
	}

	@Test
	void fiftyAtOnceAreFifty() throws Exception {
		var tickets = new ArrayList<String>();
		for (int i = 0; i < 50; i++) {
			tickets.add(ticket(get(PLAIN)));
		}
		address = "10.99." + (int) (Math.random() * 250) + "." + (int) (Math.random() * 250);
		var work = tickets.stream().<Callable<MvcTestResult>>map(it -> () -> scan(it, null)).toList();
		try (var threads = Executors.newFixedThreadPool(50)) {
			for (var answer : threads.invokeAll(work)) {
				assertThat(answer.get()).hasStatusOk();
			}
		}
		assertThat(count()).isEqualTo(50);
		assertThat(one("select count(*)::text from trace_label_scan where code_space || ':' || seq = ?",
				label.space() + ":" + label.number()))
			.isEqualTo("50");
	}

	@Test
	void robotsAndForgedTicketsCountNothing() {
		var ticket = ticket(get(PLAIN));
		counted(mvc.post()
			.uri("/api/public/scan")
			.with(this::from)
			.header("User-Agent", "Bingbot")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"ticket\":\"" + ticket + "\"}")
			.exchange(), false, 0);
		var forged = scan(ticket.substring(0, ticket.length() - 1) + (ticket.endsWith("7") ? '8' : '7'), null);
		refused(forged, HttpStatus.UNPROCESSABLE_CONTENT, "trace.scan.ticket-wrong");
		assertThat(forged).bodyJson().extractingPath("$.errors[0].field").isEqualTo("ticket");
		assertThat(scan("", null)).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(scan("x".repeat(81), null)).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(count()).isZero();
	}

	private MvcTestResult get(UnaryOperator<MockMvcRequestBuilder> more) {
		return more.apply(mvc.get().uri(label.path()).with(this::from)).exchange();
	}

	private MvcTestResult scan(String ticket, @Nullable Cookie visitor) {
		var request = mvc.post()
			.uri("/api/public/scan")
			.with(this::from)
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"ticket\":\"" + ticket + "\"}");
		return ((visitor != null) ? request.cookie(visitor) : request).exchange();
	}

	private static void counted(MvcTestResult answer, boolean counted, int count) {
		assertThat(answer).hasStatusOk();
		assertThat(answer).bodyJson().extractingPath("$.counted").isEqualTo(counted);
		assertThat(answer).bodyJson().extractingPath("$.count").isEqualTo(count);
	}

	private org.springframework.mock.web.MockHttpServletRequest from(
			org.springframework.mock.web.MockHttpServletRequest request) {
		request.setRemoteAddr(address);
		return request;
	}

	private int count() {
		return inDemo(() -> sql.sql(
				"select coalesce(sum(scan_count), 0) from trace_label_state where code_space = ? and key_version = ? and seq = ?")
			.params(label.space(), label.version(), label.number())
			.query(Integer.class)
			.single());
	}

	private <T> T inDemo(java.util.function.Supplier<T> work) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT, () -> Objects.requireNonNull(transaction.execute(_ -> work.get())));
	}

	private static String ticket(MvcTestResult page) {
		var found = TICKET.matcher(text(page));
		assertThat(found.find()).isTrue();
		return found.group(1);
	}

	private static String same(String page) {
		return TICKET.matcher(page).replaceAll("");
	}

}
