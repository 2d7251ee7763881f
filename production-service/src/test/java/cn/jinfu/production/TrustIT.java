package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.plot.BoundaryCommands;
import cn.jinfu.production.plot.BoundarySource;
import cn.jinfu.production.plot.Corner;
import cn.jinfu.production.plot.Datum;
import cn.jinfu.production.service.provider.Station;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.Terrain;
import cn.jinfu.production.service.trust.TrustCommands;
import cn.jinfu.production.service.trust.TrustQueries;
import cn.jinfu.production.service.trust.TrustState;
import cn.jinfu.production.service.trust.TrustTerms;
import cn.jinfu.production.service.trust.TrustView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class TrustIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:service:view",
			"production:service:manage", "production:trust:draft", "production:trust:settle",
			"production:trust:confirm");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:service:view", "production:service:order",
			"production:service:provide");

	@Autowired
	Providers providers;

	@Autowired
	TrustCommands trusts;

	@Autowired
	TrustQueries queries;

	@Autowired
	PlotDirectory directory;

	@Autowired
	PlotCommands plots;

	@Autowired
	BoundaryCommands boundaries;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final UUID server = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private UUID provider;

	private UUID plot;

	private UUID other;

	private LocalDate today;

	@BeforeEach
	void world() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		member(farm);
		member(server);
		asOfficer(() -> {
			provider = providers.admit(new Providers.ProviderText(server, "0573-1", List.of("330482101"), null,
					Terrain.PLAIN, true, true));
			return provider;
		});
		plot = plot("甲", "60");
		other = plot("乙", "40");
	}

	private UUID plot(String name, String area) {
		return asFarm(() -> plots.register(farm, new Plot.Description(name + run, PlotKind.OPEN_FIELD,
				new DivisionCode("330482101"), "示例村", AreaMu.of(area), null, null), null, true));
	}

	private void member(UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void aTrusteeshipGoesFromTheDraftToTheSettlement() {
		var contract = draft("100");
		assertThat(asFarm(this::todo)).contains("trust:" + contract + ":sign");
		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.signForProvider(contract, version(contract))))))
			.isEqualTo("production.trust.wrong-state");
		asFarm(() -> act(() -> trusts.signForFarm(contract, version(contract))));
		assertThat(asServer(this::todo)).contains("trust:" + contract + ":sign");
		assertThat(Acts.code(() -> asFarm(() -> act(() -> trusts.signForProvider(contract, version(contract))))))
			.isEqualTo("production.provider.none");
		asServer(() -> act(() -> trusts.signForProvider(contract, version(contract))));
		assertThat(view(contract).state()).isEqualTo(TrustState.IN_FORCE);
		var first = actor("first", Scope.ALL, OFFICER);
		as(first, () -> act(() -> trusts.settle(contract, new BigDecimal("52300"), null, version(contract))));
		assertThat(Acts.code(() -> as(first, () -> act(() -> trusts.confirm(contract, version(contract))))))
			.isEqualTo("production.trust.same-person");
		assertThat(as(first, this::todo)).doesNotContain("trust:" + contract + ":confirm");
		assertThat(asOfficer(this::todo)).contains("trust:" + contract + ":confirm");
		asOfficer(() -> act(() -> trusts.giveBack(contract, "磅单少一张", version(contract))));
		assertThat(view(contract).farmPays()).isNull();
		as(first, () -> act(() -> trusts.settle(contract, new BigDecimal("52300"), null, version(contract))));
		asOfficer(() -> act(() -> trusts.confirm(contract, version(contract))));
		var settled = view(contract);
		assertThat(settled.farmPays()).isEqualTo(Money.of("49932.00"));
		assertThat(settled.providerKeeps()).isEqualTo(Money.of("47532.00"));
		assertThat(asFarm(() -> queries.detail(contract)).parts()).extracting(TrustView.Part::amount)
			.containsExactly(Money.of("19200.00"), Money.of("28800.00"));
		asOfficer(() -> act(() -> trusts.complete(contract, today, "转账 7", version(contract))));
		assertThat(view(contract).state()).isEqualTo(TrustState.COMPLETED);
		Long uses = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from member_service_use
				 where member_id = ? and kind = 'FIELD_SERVICE' and source = 'production.trust'""", Long.class, farm)));
		assertThat(uses).isOne();
	}

	@Test
	void aPlotIsInOneHandAtATime() throws Exception {
		var results = Acts.twice(() -> draft("100"));
		assertThat(results).containsExactlyInAnyOrder("ok", "production.trust.plot-taken");
		var held = asFarm(() -> queries.list(new TrustQueries.Filter(null, null, null, 20))).items().getFirst();
		asOfficer(() -> act(() -> trusts.discard(held.id(), "写错了", held.version())));
		assertThat(Acts.code(() -> draft("100"))).isEqualTo("ok");
	}

	@Test
	void refusedIsWhatCannotBeAgreed() {
		assertThat(Acts.code(() -> draft("99"))).isEqualTo("production.trust.parts");
		assertThat(Acts.code(() -> asOfficer(() -> trusts.draft(farm, provider, terms("100"), List.of()))))
			.isEqualTo("production.trust.plots");
		assertThat(Acts.code(() -> asOfficer(() -> trusts.draft(farm, provider, terms("100"),
				List.of(new TrustTerms.Entrusted(plot, new BigDecimal("60.5")))))))
			.isEqualTo("production.trust.area");
		assertThat(
				Acts.code(() -> asOfficer(() -> trusts.draft(farm, provider, terms("100"),
						List.of(new TrustTerms.Entrusted(plot, BigDecimal.ONE),
								new TrustTerms.Entrusted(plot, BigDecimal.ONE))))))
			.isEqualTo("production.trust.plot-twice");
		assertThat(Acts.code(() -> asOfficer(() -> trusts.draft(server, provider, terms("100"),
				List.of(new TrustTerms.Entrusted(plot, BigDecimal.ONE))))))
			.isEqualTo("production.plot.not-found");
		var contract = draft("100");
		assertThat(Acts
			.code(() -> asOfficer(() -> act(() -> trusts.settle(contract, BigDecimal.TEN, null, version(contract))))))
			.isEqualTo("production.trust.wrong-state");
		var stranger = Ids.next();
		member(stranger);
		assertThat(Acts.code(() -> asMember(stranger, () -> queries.view(contract))))
			.isEqualTo("production.trust.not-found");
		assertThat(Acts.code(() -> asMember(stranger, () -> act(() -> trusts.signForFarm(contract, 0)))))
			.isEqualTo("production.trust.not-found");
		asFarm(() -> act(() -> trusts.signForFarm(contract, version(contract))));
		asServer(() -> act(() -> trusts.signForProvider(contract, version(contract))));
		assertThat(Acts.code(() -> asOfficer(
				() -> act(() -> trusts.settle(contract, new BigDecimal("-1"), null, version(contract))))))
			.isEqualTo("production.trust.yield");
		assertThat(Acts.code(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_trust_contract set fee_mu = 1 where id = ?", contract)))))
			.isEqualTo("constraint");
		assertThat(Acts.code(() -> asOfficer(() -> act(() -> trusts.terminate(contract, " ", version(contract))))))
			.isEqualTo("production.reason-missing");
		asOfficer(() -> act(() -> trusts.terminate(contract, "农户改种", version(contract))));
		assertThat(view(contract).state()).isEqualTo(TrustState.TERMINATED);
	}

	@Test
	void thePagesOpen() {
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		var officer = actor("o", Scope.ALL, OFFICER);
		assertThat(open(farmer, "/portal/trust-contracts")).contains("<main");
		var no = asFarm(() -> directory.find(plot)).orElseThrow().no();
		String memberNo = asOfficer(() -> transaction
			.execute(_ -> jdbc.queryForObject("select no from member_member where id = ?", String.class, farm)));
		var form = post("/console/trust-contracts").param("memberNo", memberNo)
			.param("providerId", provider.toString())
			.param("crop", "rice")
			.param("beginsOn", today.minusDays(10).toString())
			.param("endsOn", today.plusDays(100).toString())
			.param("plots", no + " 50")
			.param("items", "耕种防收")
			.param("promiseKgMu", "500")
			.param("feeMu", "480.00")
			.param("refPrice", "2.80")
			.param("sharePercent", "30")
			.param("parts", today + " 40%\n" + today.plusDays(90) + " 60");
		var drafted = answer(officer, form);
		assertThat(drafted.getStatus()).as(words(drafted)).isEqualTo(302);
		var id = UUID.fromString(drafted.getRedirectedUrl().substring("/console/trust-contracts/".length()));
		var wrong = answer(officer, post("/console/trust-contracts").param("memberNo", memberNo));
		assertThat(wrong.getStatus()).isEqualTo(422);
		assertThat(words(wrong)).contains("err-sum");
		for (var path : List.of("/console/trust-contracts", "/console/trust-contracts/new",
				"/console/trust-contracts/" + id, "/console/trust-contracts/" + id + "/print")) {
			assertThat(open(officer, path)).as(path).contains("<main");
		}
		var phone = "/portal/trust-contracts/" + id;
		assertThat(open(farmer, phone)).contains("/farm-signature", "24,000.00");
		assertThat(status(farmer, post(phone + "/farm-signature").param("version", "" + version(id)))).isEqualTo(302);
		assertThat(open(worker, phone)).contains("/provider-signature");
		assertThat(status(worker, post(phone + "/provider-signature").param("version", "" + version(id))))
			.isEqualTo(302);
		var path = "/console/trust-contracts/" + id;
		assertThat(open(officer, path)).contains("/settlement", "前一年亩产", "没有记录", "480.00");
		assertThat(open(farmer, phone)).contains("托管后亩产");
		var renewed = open(officer, "/console/trust-contracts/new?like=" + id);
		assertThat(renewed).contains(memberNo, no + " 50", today.plusDays(101).toString(),
				today.plusDays(211).toString(), today.plusDays(111) + " 40");
		assertThat(status(officer,
				post(path + "/settlement").param("version", "" + version(id)).param("yieldKg", "20000")))
			.isEqualTo(302);
		assertThat(status(officer, post(path + "/confirmation").param("version", "" + version(id)))).isEqualTo(422);
		assertThat(
				status(actor("p", Scope.ALL, OFFICER), post(path + "/confirmation").param("version", "" + version(id))))
			.isEqualTo(302);
		// (25,000 - 20,000) x 2.80 = 14,000; 24,000 - 14,000 = 10,000
		assertThat(open(farmer, phone)).contains("10,000.00");
		assertThat(open(officer, path + "/print")).contains("14,000.00");
		assertThat(status(officer,
				post(path + "/completion").param("version", "" + version(id))
					.param("on", today.toString())
					.param("ref", "转账")))
			.isEqualTo(302);
		assertThat(open(farmer, "/api/v1/trust-contracts")).contains(id.toString());
		assertThat(open(farmer, "/api/v1/trust-contracts/" + id + "/terms")).contains("9600.00");
	}

	@Test
	void aPlotOutsideTheCircleIsAWarningAndNoRefusal() {
		var contract = draft("100");
		var farmer = actor("f", Scope.member(farm), FARM);
		var officer = actor("o", Scope.ALL, OFFICER);
		// nobody has drawn the plots, nobody knows the station
		assertThat(asFarm(() -> queries.detail(contract)).far()).isEmpty();
		draw(plot, "121.0200");
		assertThat(asFarm(() -> queries.detail(contract)).far()).isEmpty();
		// a degree of latitude is 111.2 km, and of longitude at 30.6 degrees north 95.7:
		// 0.0313 of it 2.996, 0.0314 3.005
		lies("120.9892", Terrain.PLAIN);
		assertThat(asFarm(() -> queries.detail(contract)).far()).isEmpty();
		lies("120.9891", Terrain.PLAIN);
		var detail = asFarm(() -> queries.detail(contract));
		assertThat(detail.circleKm()).isEqualTo(3);
		assertThat(detail.far()).extracting(TrustView.Plot::plotId).containsExactly(plot);
		assertThat(detail.far().getFirst().km()).isEqualByComparingTo("3.0");
		lies("120.9891", Terrain.HILLS);
		assertThat(asFarm(() -> queries.detail(contract)).far()).isEmpty();
		lies("120.95", Terrain.HILLS);
		assertThat(open(officer, "/console/trust-contracts/" + contract)).contains("超过 6 公里", "6.7 公里");
		assertThat(open(farmer, "/portal/trust-contracts/" + contract)).contains("超过 6 公里", "甲" + run + " 6.7 公里")
			.doesNotContain("乙" + run + " 6.7");
		assertThat(open(farmer, "/api/v1/trust-contracts/" + contract + "/terms")).contains("\"circleKm\":6",
				"\"far\":true");
		// it is signed nevertheless
		assertThat(Acts.code(() -> asFarm(() -> act(() -> trusts.signForFarm(contract, version(contract))))))
			.isEqualTo("ok");
		assertThat(open(officer, "/console/service-providers/" + provider)).contains("丘陵山区");
		assertThat(Acts.code(() -> asOfficer(() -> transaction.execute(
				_ -> jdbc.update("update production_service_provider set terrain = 'SEA' where id = ?", provider)))))
			.isEqualTo("constraint");
	}

	private void lies(String lon, Terrain terrain) {
		asOfficer(() -> act(() -> providers.change(provider,
				new Providers.ProviderText(server, "0573-1", List.of("330482101"),
						Station.of(new BigDecimal(lon), new BigDecimal("30.6005")), terrain, true, true),
				providers.view(provider).version())));
	}

	/** A field of 0.001 degrees each way, with that middle. */
	private void draw(UUID which, String west) {
		var from = new BigDecimal(west);
		var to = from.add(new BigDecimal("0.001"));
		var south = new BigDecimal("30.6000");
		var north = new BigDecimal("30.6010");
		asFarm(() -> act(() -> boundaries.draw(which,
				List.of(new Corner(from, south), new Corner(to, south), new Corner(to, north), new Corner(from, north)),
				Datum.WGS84, BoundarySource.WALKED, plots.versionOf(which))));
	}

	private TrustTerms terms(String percents) {
		var whole = new BigDecimal(percents).subtract(new BigDecimal("40"));
		return new TrustTerms("rice", today.minusDays(10), today.plusDays(100), "耕种防收", new BigDecimal("500"),
				Money.of("480.00"), Money.of("2.80"), new BigDecimal("0.3"), new BigDecimal("0.05"), "友联村",
				List.of(new TrustTerms.Part(today, new BigDecimal("40")),
						new TrustTerms.Part(today.plusDays(90), whole)));
	}

	@Test
	void aProgramDraftsSignsAndSettlesByTheSameRules() {
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		var one = actor("o", Scope.ALL, OFFICER);
		var two = actor("p", Scope.ALL, OFFICER);
		var draft = """
				{"memberId":"%s","providerId":"%s","crop":"rice","beginsOn":"%s","endsOn":"%s","items":"耕种防收",
				 "promiseKgMu":500,"feeMu":{"amount":"480.00","currency":"CNY"},"refPrice":{"amount":"2.80","currency":"CNY"},
				 "shareRate":0.3,"plots":[{"plotId":"%s","areaMu":50}],"parts":[{"dueOn":"%s","percent":40},{"dueOn":"%s","percent":%s}]}""";
		var wrong = answer(one, json("/api/v1/trust-contracts", String.format(draft, farm, provider,
				today.minusDays(10), today.plusDays(100), plot, today, today.plusDays(90), "50")));
		assertThat(wrong.getStatus()).isEqualTo(422);
		assertThat(words(wrong)).contains("production.trust.parts", "\"parts\"");
		assertThat(status(one, json("/api/v1/trust-contracts", "{}"))).isEqualTo(400);
		var made = answer(one, json("/api/v1/trust-contracts", String.format(draft, farm, provider, today.minusDays(10),
				today.plusDays(100), plot, today, today.plusDays(90), "60")));
		assertThat(made.getStatus()).as(words(made)).isEqualTo(201);
		var id = UUID.fromString(words(made).replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1"));
		var path = "/api/v1/trust-contracts/" + id;
		assertThat(status(worker, json(path + "/provider-signature", seen(id)))).isEqualTo(409);
		assertThat(status(worker, json(path + "/farm-signature", seen(id)))).isEqualTo(404);
		assertThat(status(farmer, json(path + "/farm-signature", seen(id)))).isEqualTo(200);
		assertThat(status(worker, json(path + "/provider-signature", seen(id)))).isEqualTo(200);
		assertThat(status(one, json(path + "/settlement", "{\"yieldKg\":20000,\"version\":" + version(id) + "}")))
			.isEqualTo(200);
		var same = answer(one, json(path + "/confirmation", seen(id)));
		assertThat(same.getStatus()).isEqualTo(403);
		assertThat(words(same)).contains("production.trust.same-person");
		assertThat(status(two, json(path + "/return", "{\"reason\":\"少一张磅单\",\"version\":" + version(id) + "}")))
			.isEqualTo(200);
		assertThat(status(one, json(path + "/settlement", "{\"yieldKg\":20000,\"version\":" + version(id) + "}")))
			.isEqualTo(200);
		assertThat(status(two, json(path + "/confirmation", seen(id)))).isEqualTo(200);
		assertThat(status(one, json(path + "/discarding", "{\"reason\":\"x\",\"version\":" + version(id) + "}")))
			.isEqualTo(409);
		assertThat(status(one, json(path + "/termination", "{\"reason\":\"x\",\"version\":" + version(id) + "}")))
			.isEqualTo(409);
		assertThat(
				status(one,
						json(path + "/completion",
								"{\"on\":\"" + today + "\",\"ref\":\"转账\",\"version\":" + version(id) + "}")))
			.isEqualTo(200);
		// 24,000 - 5,000 kg x 2.80
		assertThat(open(farmer, path)).contains("\"COMPLETED\"", "10000.00");
	}

	private String seen(UUID contract) {
		return "{\"version\":" + version(contract) + "}";
	}

	private static MockHttpServletRequestBuilder json(String path, String body) {
		return post(path).contentType(MediaType.APPLICATION_JSON).content(body);
	}

	@Test
	void partsOfTheFeeAreBookedInOrderByWhoGetsThem() {
		var contract = draft("100");
		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 1, today, "回单1", null)))))
			.isEqualTo("production.trust.part-state");
		asFarm(() -> act(() -> trusts.signForFarm(contract, version(contract))));
		asServer(() -> act(() -> trusts.signForProvider(contract, version(contract))));

		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 2, today, "回单2", null)))))
			.isEqualTo("production.trust.part-order");
		assertThat(Acts.code(() -> asFarm(() -> act(() -> trusts.bookPart(contract, 1, today, "回单1", null)))))
			.isEqualTo("production.provider.none");
		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 1, today, " ", null)))))
			.isEqualTo("production.service-order.paid-ref");
		assertThat(
				Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 1, today.plusDays(1), "回单", null)))))
			.isEqualTo("production.service-order.paid-on");
		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 1, today, "回单1", null)))))
			.isEqualTo("ok");
		assertThat(Acts.code(() -> asServer(() -> act(() -> trusts.bookPart(contract, 1, today, "回单1", null)))))
			.isEqualTo("production.trust.part-order");
		assertThat(asFarm(() -> queries.detail(contract)).parts()).first()
			.satisfies(part -> assertThat(part.paidRef()).isEqualTo("回单1"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> asOfficer(() -> transaction.execute(
				_ -> jdbc.update("update production_trust_payment set amount = 1 where contract_id = ?", contract))));
		assertThat(open(actor("farm", Scope.member(farm), FARM), "/portal/trust-contracts/" + contract))
			.contains("回单1");
		assertThat(open(actor("server", Scope.member(server), FARM), "/portal/trust-contracts/" + contract))
			.contains("/payments", "name=\"no\" value=\"2\"");
	}

	private UUID draft(String percents) {
		return asOfficer(() -> trusts.draft(farm, provider, terms(percents),
				List.of(new TrustTerms.Entrusted(plot, new BigDecimal("60")),
						new TrustTerms.Entrusted(other, new BigDecimal("40")))));
	}

	private TrustView view(UUID contract) {
		return asFarm(() -> queries.view(contract));
	}

	private long version(UUID contract) {
		return asOfficer(() -> queries.view(contract)).version();
	}

	private <T> T asFarm(Supplier<T> body) {
		return asMember(farm, body);
	}

	private <T> T asServer(Supplier<T> body) {
		return asMember(server, body);
	}

	private <T> T asMember(UUID member, Supplier<T> body) {
		return as(actor("farm", Scope.member(member), FARM), body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(actor("officer", Scope.ALL, OFFICER), body);
	}

}
