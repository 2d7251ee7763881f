package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A county office of three (R13): the bundles that ship carry the main job from admission
 * to the bank, and whoever did a step does not do the one that wants another person. What
 * the first two hold beyond their bundles is only ever used for what is refused.
 */
@JourneyIT
class ThreePeopleJourney extends MainJobWalk {

	private static final String PLOT = "三人新棚" + RUN;

	private static final String PRODUCT = "三人西瓜" + RUN;

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String JSON = "application/json";

	private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

	@Autowired
	MessageSource messages;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	private record Three(Page clerk, Page reviewer, Page head) {
	}

	/**
	 * Something with a step that wants another person.
	 *
	 * @param path of its page, and where the step is sent to below it
	 * @param why the key of the words that stand there instead of the button
	 * @param code of the refusal
	 */
	private record Step(String table, String column, String key, String path, String action, String why, String code) {

		Step(String table, String id, String path, String action, String why, String code) {
			this(table, "id", id, path, action, why, code);
		}

	}

	@Test
	@DisplayName("三个人从入会办到把贷款案件发往银行；办过前一步的，看得到为什么没有按钮，硬发也办不成")
	void threePeopleCarryTheMainJob(Browser browser) throws Exception {
		try (var it = desk(browser);
				var one = desk(browser);
				var two = desk(browser);
				var three = desk(browser);
				var market = desk(browser);
				var phone = phone(browser);
				var other = phone(browser);
				var stranger = phone(browser)) {
			var admin = logIn(it, "admin");
			var clerk = staff(admin, one, "clerk", "small.clerk", List.of("township.clerk", "member.reviewer",
					"lab.reviewer", "brand.officer", "guarantee.reviewer", "guarantee.director"));
			var reviewer = staff(admin, two, "reviewer", "small.reviewer",
					List.of("member.reviewer", "guarantee.director"));
			var office = new Three(clerk, reviewer, staff(admin, three, "head", "small.head", List.of()));
			var farm = open(phone);
			var member = admitted(farm, office);
			enteredAtTheCounter(office);
			writtenDownByTheOffice(office, member);
			ruled(office);
			grown(farm, clerk, member);
			var lot = lot(farm);
			tested(office, lot);
			certify(farm, lot);
			licensed(farm, office);
			labelled(farm, office, lot);
			var visitor = open(stranger);
			visitor.navigate(url(sheet(farm)));
			says(visitor, "真品，首次查询", PRODUCT, "检测合格");
			shot(visitor, "three-people-scan");
			sold(logIn(market, "buyer.demo"), farm, lot);
			rated(farm);
			lent(logIn(other, "farm.demo"), office);
		}
	}

	/** Opens an account for a bundle, and logs in with the password shown once. */
	private Page staff(Page admin, BrowserContext context, String name, String bundle, List<String> more) {
		var login = "three." + name + "." + RUN;
		admin.navigate(url("/console/accounts/new"));
		admin.fill("[name=login]", login);
		admin.fill("[name=displayName]", "三人" + name);
		admin.selectOption("[name=bundle]", bundle);
		more.forEach(role -> admin.check("[name=roles][value='" + role + "']"));
		admin.click(".form-foot button");
		var first = text(admin.locator("[role=status] b.code"));
		var page = open(context);
		page.navigate(url("/login"));
		page.fill("#username", login);
		page.fill("#password", first);
		page.click("button.login-b");
		page.fill("#current", first);
		page.fill("#fresh", "Three-people-" + RUN);
		page.fill("#again", "Three-people-" + RUN);
		page.click(".form-foot button");
		page.waitForURL(url("/console"));
		return page;
	}

	/**
	 * The page says why there is no button; what is sent anyway, as a form and to the
	 * API, is refused with its code and changes nothing.
	 * @param rest path of the API; empty where it has none
	 * @param more fields of the form and of the API's body beside the version
	 */
	private void stopped(Page person, Step step, String rest, String... more) {
		person.navigate(url(step.path()));
		says(person, words(step.why()));
		assertThat(count(person.locator("form[action$='" + step.action() + "']"))).isZero();
		var before = row(step);
		var version = before.replaceFirst("(?s).*\"version\": ([0-9]+).*", "$1");
		var form = new StringBuilder("version=" + version);
		var json = new StringBuilder("{\"version\":" + version);
		for (var field : more) {
			var cut = field.indexOf('=');
			form.append('&')
				.append(field, 0, cut + 1)
				.append(URLEncoder.encode(field.substring(cut + 1), StandardCharsets.UTF_8));
			json.append(",\"%s\":\"%s\"".formatted(field.substring(0, cut), field.substring(cut + 1)));
		}
		var page = request(person, "POST", step.path() + step.action(), FORM, form.toString(), "");
		assertThat(page.status()).as(step.action()).isIn(403, 422);
		assertThat(page.text().contains(words("problem." + step.code()))).as(step.code()).isTrue();
		if (!rest.isEmpty()) {
			var api = request(person, "POST", rest + step.action(), JSON, json + "}", version);
			assertThat(api.status()).as(api.text()).isEqualTo(403);
			assertThat(api.text()).contains("\"" + step.code() + "\"");
		}
		assertThat(row(step)).isEqualTo(before);
	}

	private String one(String query, String key) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT, () -> Objects
			.requireNonNull(transaction.execute(_ -> sql.sql(query).param(key).query(String.class).single())));
	}

	private String words(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE) + "";
	}

	/** All of its row, and how often its status changed. */
	private String row(Step step) {
		return one("""
				select to_jsonb(t)::text || (select count(*) from platform_status_change c where c.object_id = t.id)
				  from %s t where %s::text = ?""".formatted(step.table(), step.column()), step.key());
	}

	/** Creates something by the API and gives its id. */
	private static String made(Page page, String path, String json) {
		var answer = request(page, "POST", path, JSON, json, "");
		assertThat(answer.status()).as(answer.text()).isEqualTo(201);
		var id = ID.matcher(answer.text());
		assertThat(id.find()).isTrue();
		return id.group(1);
	}

	/**
	 * @return the member
	 */
	private String admitted(Page farm, Three office) throws Exception {
		var application = apply(farm, "三人家庭农场" + RUN + "（示例）", "02");
		var path = "/console/applications/" + application;
		office.reviewer().navigate(url(path));
		office.reviewer().fill("#opinion", "实地看过，属实，同意。");
		office.reviewer().click("form[action$='/opinion'] button[type=submit]");
		says(office.reviewer(), "县级审核");
		stopped(office.reviewer(),
				new Step("member_application", application, path, "/admission",
						"problem.member.application.township-person", "member.application.township-person"),
				"/api/v1/membership-applications/" + application);
		office.head().navigate(url(path));
		office.head().click("details:has(form[action$='/admission']) summary");
		office.head().click("form[action$='/admission'] button");
		says(office.head(), "已入会");
		farm.reload();
		farm.click("form[action$='/login/farm'] button");
		says(farm, "三人家庭农场" + RUN);
		return one("select member_id::text from member_application where id::text = ?", application);
	}

	/** Who entered a paper at the counter gives no opinion on it. */
	private void enteredAtTheCounter(Three office) throws Exception {
		var page = office.clerk();
		page.navigate(url("/console/applications/new"));
		page.selectOption("[name=kind]", "FAMILY_FARM");
		page.fill("[name=name]", "柜台农场" + RUN + "（示例）");
		choose(page, "township", "330482103");
		page.fill("[name=areaMu]", "12");
		page.fill("[name=mainProducts]", "芦笋");
		page.fill("[name=personName]", "柜台人");
		page.fill("[name=idNumber]", residentId("9" + RUN.substring(4)));
		page.fill("[name=mobile]", "136" + RUN + "03");
		page.setInputFiles("[name=paper]", photo());
		page.click(".form-foot button");
		var application = idAt(page, "/console/applications");
		var path = "/console/applications/" + application;
		stopped(page,
				new Step("member_application", application, path, "/opinion", "problem.member.application.same-person",
						"member.application.same-person"),
				"/api/v1/membership-applications/" + application, "opinion=同意", "reason=同意");
		office.reviewer().navigate(url(path));
		office.reviewer().fill("#opinion", "实地看过，同意。");
		office.reviewer().click("form[action$='/opinion'] button[type=submit]");
		says(office.reviewer(), "县级审核");
	}

	/**
	 * What the technician wrote down for the farm he does not verify; what he recorded as
	 * used he does not decide.
	 */
	private void writtenDownByTheOffice(Three office, String member) {
		var clerk = office.clerk();
		var plot = made(clerk, "/api/v1/plots", """
				{"memberId":"%s","name":"代记地%s","kind":"OPEN_FIELD","division":"330482103","declaredMu":4}"""
			.formatted(member, RUN));
		stopped(clerk, new Step("production_plot", plot, "/console/plots/" + plot, "/verification",
				"production.plot.mine", "production.plot.same-person"), "/api/v1/plots/" + plot, "measuredMu=4");
		office.reviewer().navigate(url("/console/plots/" + plot));
		office.reviewer().fill("[name=measuredMu]", "4");
		office.reviewer().click("form[action$='/verification'] button[type=submit]");
		says(office.reviewer(), "已核实");
		var planting = made(clerk, "/api/v1/plantings", """
				{"plotId":"%s","crop":"watermelon","variety":"早佳8424","season":"AUTUMN","sownOn":"%s","areaMu":2}"""
			.formatted(plot, TODAY.minusDays(30)));
		stopped(clerk,
				new Step("production_planting", planting, "/console/plantings/" + planting, "/verification",
						"production.planting.mine", "production.planting.same-person"),
				"/api/v1/plantings/" + planting);
		office.reviewer().navigate(url("/console/plantings/" + planting));
		office.reviewer().click("form[action$='/verification'] button[type=submit]");
		says(office.reviewer(), "已核实");
		usedOutsideTheLabel(office, member, planting);
	}

	private void usedOutsideTheLabel(Three office, String member, String planting) {
		var operation = used(office.clerk(), member, planting, "1", "PESTICIDE", "SPRAY");
		var use = one("select id::text from production_input_use where operation_id::text = ?", operation);
		var path = "/console/operations/" + operation;
		stopped(office.clerk(),
				new Step("production_input_use", use, path, "/uses/" + use + "/lifting", "production.use.mine",
						"production.use.same-person"),
				"/api/v1/operations/" + operation, "safeOn=" + TODAY.plusDays(20), "reason=送检合格", "testRef=BG-1");
		office.head().navigate(url(path));
		office.head().fill("[name=safeOn]", TODAY.plusDays(20).toString());
		office.head().fill("[name=testRef]", "BG-" + RUN);
		office.head().fill("form[action$='/lifting'] [name=reason]", "送检合格");
		office.head().click("form[action$='/lifting'] button[type=submit]");
		says(office.head(), "送检合格");
		assertThat(count(office.head().locator("form[action$='/lifting']"))).isZero();
	}

	/**
	 * Something nobody has catalogued, bought on the market with a picture of its
	 * package, and used at once.
	 * @return the operation
	 */
	private String used(Page page, String member, String planting, String serial, String kind, String operation) {
		var uid = "00000000-0000-4000-800" + serial + "-000000" + RUN;
		var lot = "W" + serial;
		var bought = page.evaluate("""
				async ([clientUid, memberId, kind, lotNo, boughtOn]) => {
				  const token = document.querySelector('meta[name=csrf]');
				  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
				  const photo = await new Promise(done => canvas.toBlob(done, 'image/png'));
				  const purchase = { clientUid, memberId, kind, lotNo, boughtOn, name: '集市散装' + kind + '（示例）',
				    unit: 'G', quantity: 500, seller: '集市（示例）' };
				  const body = new FormData();
				  body.append('purchase', new Blob([JSON.stringify(purchase)], { type: 'application/json' }));
				  body.append('photo', photo, 'package.png');
				  const headers = { [token.dataset.header]: token.content };
				  return (await fetch('/api/v1/outside-purchases', { method: 'POST', headers, body })).status;
				}""", List.of(uid, member, kind, lot, TODAY.toString()));
		assertThat(bought).isEqualTo(201);
		return made(page, "/api/v1/operations", """
				{"clientUid":"%s","plantingIds":["%s"],"kind":"%s","on":"%s","planned":false,
				 "used":{"inputId":"%s","lotNo":"%s","quantity":100}}""".formatted(uid, planting, operation, TODAY,
				one("select input_id::text from production_outside_purchase where client_uid::text = ?", uid), lot));
	}

	/**
	 * Rules that the office sets itself, from far ahead, so that nobody's today changes.
	 */
	private void ruled(Three office) {
		var clerk = office.clerk();
		var from = TODAY.plusYears(1).plusDays(Long.parseLong(RUN) % 300);
		var yield = made(clerk, "/api/v1/yield-standards/proposals", """
				{"crop":"watermelon","plotKind":"GREENHOUSE","kgPerMu":3100,"validFrom":"%s","decidedBy":"理事会纪要（示例）"}"""
			.formatted(from));
		var proposal = new Step("production_yield_proposal", yield, "/console/yield-standards",
				"/" + yield + "/confirmation", "production.yield.mine", "production.yield.same-person");
		stopped(clerk, proposal, "/api/v1/yield-standards/proposals");
		office.reviewer().navigate(url(proposal.path()));
		office.reviewer().click("form[action$='" + proposal.action() + "'] button");
		says(office.reviewer(), "3,100 kg");
		clerk.navigate(url("/console/input-quotas/rules"));
		clerk.fill("[name=yuanPerMu]", "41");
		clerk.fill("[name=validFrom]", from.toString());
		clerk.fill("[name=source]", "三人会纪要" + RUN + "（示例）");
		clerk.click(".form-foot button");
		says(clerk, "三人会纪要" + RUN);
		var id = one("select id::text from supply_quota_rule where source like ?", "三人会纪要" + RUN + "%");
		var rule = new Step("supply_quota_rule", id, "/console/input-quotas/rules", "/" + id + "/approval",
				"problem.supply.quota.same-person", "supply.quota.same-person");
		stopped(clerk, rule, "");
		office.head().navigate(url(rule.path()));
		office.head().click("form[action$='" + rule.action() + "'] button");
		says(office.head(), "三人会纪要" + RUN);
		assertThat(count(office.head().locator("form[action$='" + rule.action() + "']"))).isZero();
	}

	/** Without what was spread no chain is whole enough for a proved sale. */
	private void grown(Page farm, Page clerk, String member) throws Exception {
		var plot = register(farm, PLOT);
		clerk.navigate(url("/console/plots/" + plot));
		clerk.click("form[action$='/verification'] button[type=submit]");
		says(clerk, "已核实");
		farm.navigate(url("/portal/plantings/new?plotId=" + plot));
		describe(farm, "watermelon", "早佳8424", "AUTUMN", 95, "5");
		send(farm);
		var planting = idAt(farm, "/portal/plantings");
		used(farm, member, planting, "2", "FERTILISER", "FERTILISE");
		clerk.navigate(url("/console/plantings/" + planting));
		clerk.click("form[action$='/verification'] button[type=submit]");
		says(clerk, "15,000 kg");
		product(farm, PRODUCT, "watermelon", "早佳8424");
	}

	private String lot(Page farm) {
		farm.navigate(url("/portal/plantings"));
		farm.click("main a:has-text('" + PLOT + "')");
		return pick(farm, idAt(farm, "/portal/plantings"), "600");
	}

	private void tested(Three office, String lot) {
		var test = enter(office.clerk(), lot, "BG-" + RUN + "-3");
		says(office.clerk(), "要由检测室另一位同事复核");
		stopped(office.clerk(), new Step("trace_residue_test", test, "/console/residue-tests/" + test, "/confirmation",
				"trace.test.mine", "trace.test.same-person"), "/api/v1/residue-tests/" + test);
		confirm(office.reviewer(), test);
	}

	private void licensed(Page farm, Three office) throws IOException {
		var licence = applyForLicence(farm, "WATERMELON", "西瓜");
		checkOnSite(office.clerk(), licence);
		var path = "/console/brand-licences/" + licence;
		stopped(office.clerk(),
				new Step("brand_licence", licence, path, "/approval", "brand.licence.checked-by-you",
						"brand.licence.same-person"),
				"/api/v1/brand-licences/" + licence, "until=" + TODAY.plusYears(1));
		grant(office.reviewer(), licence);
	}

	private void labelled(Page farm, Three office, String lot) {
		farm.navigate(url("/portal/labels/new?lotId=" + lot));
		label(farm, PRODUCT, 10);
		says(farm, "10 枚，共 50 千克");
		var labels = farm.url();
		var clerk = office.clerk();
		clerk.navigate(url("/console/label-quotas?q=三人家庭农场" + RUN));
		press(clerk, clerk.locator("tbody a[href^='/console/label-quotas/']"));
		var path = "/console/label-quotas/" + idAt(clerk, "/console/label-quotas");
		clerk.fill("[name=kg]", "500");
		clerk.fill("[name=evidence]", "测产照片三张");
		press(clerk, clerk.locator("form[action$='/releases'] .form-foot button"));
		var release = one("select id::text from brand_quota_release where quota_id::text = ? and status = 'ASKED'",
				path.substring(path.lastIndexOf('/') + 1));
		var action = "/releases/" + release + "/decision";
		stopped(clerk, new Step("brand_quota_release", release, path, action, "problem.brand.quota.same-person",
				"brand.quota.same-person"), path.replace("/console", "/api/v1"), "agreed=true");
		office.reviewer().navigate(url(path));
		press(office.reviewer(), office.reviewer().locator("form[action$='" + action + "'] button[value=true]"));
		says(office.reviewer(), "测产照片三张");
		farm.navigate(labels);
	}

	private void sold(Page buyer, Page farm, String lot) {
		buyer.navigate(url("/console/orders/new"));
		buyer.selectOption("[name=productId]",
				buyer.locator("[name=productId] option", hasText(PRODUCT)).getAttribute("value"));
		buyer.fill("[name=kg]", "50");
		buyer.fill("[name=price]", "4");
		buyer.click(".form-foot button");
		var order = idAt(buyer, "/console/orders");
		ship(farm, order, lot);
		buyer.reload();
		buyer.click("form[action$='/receipt'] button");
		buyer.fill("[name=amount]", "200.00");
		buyer.fill("[name=bankTxnNo]", "SR" + RUN);
		buyer.click("form[action$='/payment'] button[type=submit]");
		says(buyer, "等卖方确认到账");
		farm.reload();
		farm.click("form[action$='/completion'] button");
		says(farm, "实证销售");
	}

	/** The farm of today has one sale; what it would need for a loan it is told. */
	private void rated(Page farm) {
		farm.navigate(url("/portal/credit"));
		if (count(farm.locator("#agreed")) > 0) {
			farm.check("#agreed", forced());
		}
		press(farm, farm.locator("form[action='/portal/credit'] button"));
		says(farm, "/ 1,000 分", "再做这一件事");
	}

	/**
	 * The farm with a year behind it applies, and the same three carry it to the bank.
	 */
	private void lent(Page farm, Three office) throws Exception {
		farm.navigate(url("/portal/credit"));
		if (count(farm.locator("#agreed")) > 0) {
			farm.check("#agreed", forced());
		}
		press(farm, farm.locator("form[action='/portal/credit'] button"));
		farm.navigate(url("/portal/loans/new"));
		farm.check("[name=method][value=EQUAL_INSTALMENT]", forced());
		farm.fill("[name=months]", "6");
		farm.fill("[name=purpose]", "三人套餐买种苗");
		farm.fill("[name=amount]", "10000");
		send(farm);
		press(farm, farm.locator("a.btn-primary"));
		farm.check("#agreed", forced());
		send(farm);
		send(farm);
		says(farm, "待初审");
		var no = farm.url().replaceFirst(".*/", "");
		var path = "/console/financing-applications/" + no;
		office.clerk().navigate(url(path));
		decide(office.clerk(), "初审通过", "资料齐全，评级与台账相符");
		says(office.clerk(), "待尽调");
		refused(office.clerk(), path, no, "/diligence", "reason=自己看过自己报的");
		office.reviewer().navigate(url(path));
		decide(office.reviewer(), "尽调", "看了大棚，收入与平台一致");
		says(office.reviewer(), "待担保审批");
		refused(office.clerk(), path, no, "/guarantee");
		refused(office.reviewer(), path, no, "/guarantee");
		shot(office.reviewer(), "three-people-case");
		office.head().navigate(url(path));
		press(office.head(), office.head().locator("form[action$='/guarantee'] button"));
		says(office.head(), "已发往银行", "DB-");
		farm.reload();
		says(farm, "已发往银行");
	}

	private void refused(Page person, String path, String no, String action, String... fields) {
		stopped(person, new Step("credit_application", "no", no, path, action, "credit.case.four-eyes",
				"credit.application.four-eyes"), path.replace("/console", "/api/v1"), fields);
	}

}
