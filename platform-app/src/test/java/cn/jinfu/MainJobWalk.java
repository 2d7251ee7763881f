package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.BusinessClock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.io.TempDir;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What people do on the way from admission to a label, whoever they are. */
abstract class MainJobWalk extends Walk {

	@Autowired
	private JdbcClient rows;

	@Autowired
	private TransactionOperations within;

	static final LocalDate TODAY = LocalDate.now(BusinessClock.ZONE);

	/** Tells the things of this run from those of any other. */
	static final String RUN = String.format(Locale.ROOT, "%06d", System.currentTimeMillis() / 100 % 1_000_000);

	@TempDir
	Path folder;

	String apply(Page page, String name, String serial) throws Exception {
		page.navigate(url("/login?by=phone"));
		page.fill("#mobile", "137" + RUN + serial);
		page.click("button.login-b");
		page.fill("#code", text(page.locator("[role=status] b").first()));
		page.click("button.login-b");
		page.fill("#name", "陆小满");
		page.click("button.login-b");
		page.waitForURL(url("/portal/**"));
		page.navigate(url("/portal/join/new"));
		page.check("input[name=kind][value=FAMILY_FARM]", forced());
		page.fill("[name=name]", name);
		choose(page, "township", "330482103");
		page.fill("[name=areaMu]", "32.5");
		page.fill("[name=mainProducts]", "西瓜");
		send(page);
		says(page, "请填写身份证号");
		assertThat(page.inputValue("[name=areaMu]")).isEqualTo("32.5");
		page.fill("[name=idNumber]", residentId(serial.substring(1) + RUN.substring(4)));
		page.check("[name=consent]", forced());
		look(page, "join", "[name=consent]");
		send(page);
		says(page, "乡镇农合联会来核对情况");
		return idAt(page, "/portal/join");
	}

	String register(Page page, String name) throws Exception {
		page.navigate(url("/portal/plots/new"));
		page.fill("[name=name]", name);
		page.selectOption("[name=kind]", "GREENHOUSE");
		choose(page, "township", "330482103");
		page.waitForFunction("() => document.querySelectorAll('[name=village] option').length > 1");
		page.selectOption("[name=village]", new SelectOption().setIndex(1));
		page.fill("[name=declaredMu]", "9.5");
		page.setInputFiles("input[type=file]", photo());
		send(page);
		says(page, "已交给农技员", "待核实");
		assertThat(count(page.locator("img.photo"))).isEqualTo(1);
		shot(page, "plot");
		return idAt(page, "/portal/plots");
	}

	static void describe(Page page, String crop, String variety, String season, int daysAgo, String mu) {
		choose(page, "crop", crop);
		page.fill("[name=variety]", variety);
		page.selectOption("[name=season]", season);
		page.fill("[name=sownOn]", TODAY.minusDays(daysAgo).toString());
		page.fill("[name=areaMu]", mu);
	}

	void product(Page page, String name, String crop, String variety) {
		page.navigate(url("/portal/products/new"));
		page.fill("[name=name]", name);
		page.selectOption("[name=crop]", crop);
		page.fill("[name=variety]", variety);
		page.fill("[name=grade]", "一级");
		page.fill("[name=netWeightKg]", "5");
		page.check("[name=branded]", forced());
		send(page);
		says(page, name);
	}

	/**
	 * @return the lot, which has its harvest's number
	 */
	String pick(Page page, String planting, String jin) {
		page.navigate(url("/portal/harvests/new?plantingId=" + planting));
		page.fill("[name=weight]", jin);
		page.fill("[name=on]", TODAY.toString());
		page.fill("[name=grade]", "一级");
		page.waitForLoadState(LoadState.NETWORKIDLE);
		send(page);
		return idAt(page, "/portal/harvests");
	}

	static void label(Page page, String product, int count) {
		page.locator("label", hasText(product)).click();
		page.fill("[name=count]", String.valueOf(count));
		send(page);
	}

	/** Once with something in a result that is no number; what was typed stays. */
	String enter(Page page, String lotId, String report) {
		page.navigate(url("/console/residue-tests/new?lot=" + lotId));
		page.selectOption("[name=kind]", "COMMISSIONED");
		page.selectOption("[name=laboratory]", new SelectOption().setIndex(1));
		page.fill("[name=reportNo]", report);
		page.fill("[name='lines[0].result']", "略");
		page.fill("[name='lines[1].result']", "未检出");
		send(page);
		says(page, "请填数字；没有检出就留空");
		page.waitForLoadState();
		assertThat(page.inputValue("[name=reportNo]")).isEqualTo(report);
		assertThat(page.inputValue("[name='lines[1].result']")).isEqualTo("未检出");
		page.fill("[name='lines[0].result']", "0.002");
		send(page);
		return idAt(page, "/console/residue-tests");
	}

	void confirm(Page page, String test) {
		page.navigate(url("/console/residue-tests/" + test));
		page.click("form[action$='/confirmation'] button");
		says(page, "已生效");
	}

	void certify(Page page, String lotId) {
		page.navigate(url("/portal/lots/" + lotId));
		says(page, "已放行");
		page.click("a[href$='/certificate']");
		page.fill("[name=phone]", "13900000001");
		send(page);
		says(page, "HGZ-");
	}

	String applyForLicence(Page page, String classCode, String className) {
		page.navigate(url("/portal/brand-licences/new?classCode=" + classCode));
		page.fill("[name=products]", className + "，装箱的");
		page.locator("label:has([name=standard])").first().click();
		page.fill("[name=reason]", "自家种的，装箱时贴标");
		page.click("label:has([name=agreed])");
		send(page);
		says(page, "已收到，工作人员会来现场看");
		page.locator("main section", hasText(className)).locator("a.more").first().click();
		return idAt(page, "/portal/brand-licences");
	}

	void checkOnSite(Page page, String licence) {
		page.navigate(url("/console/brand-licences/" + licence));
		page.click("a[href$='/check']");
		for (var field : List.of("environment", "records", "inputs", "packing", "labels")) {
			page.fill("[name=" + field + "]", "18");
		}
		page.fill("[name=note]", "台账齐全，标签专人保管");
		page.click(".form-foot button");
		says(page, "待决定", "通过");
		assertThat(count(page.locator("form[action$='/approval']"))).isZero();
	}

	/** On notice; a week goes by and nobody objects; then the signed paper is entered. */
	void grant(Page page, String licence) throws IOException {
		page.navigate(url("/console/brand-licences/" + licence));
		page.click("form[action$='/approval'] button[type=submit]");
		says(page, "公示中", "任何人都可以提出异议");
		assertThat(count(page.locator("form[action$='/contract']"))).isZero();
		noticeOver(licence);
		page.reload();
		sign(page);
	}

	/** As if a week had gone by. */
	void noticeOver(String licence) {
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> within.execute(_ -> rows
			.sql("update brand_licence set notice_from = notice_from - 8, notice_until = notice_until - 8 where id = ?")
			.param(UUID.fromString(licence))
			.update()));
	}

	void sign(Page page) throws IOException {
		page.setInputFiles("[name=contract]", photo());
		page.click("form[action$='/contract'] button[type=submit]");
		says(page, "JPH-", "有效");
	}

	/** The one text that a query over the demo federation gives. */
	String row(String query, String param) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT, () -> java.util.Objects
			.requireNonNull(within.execute(_ -> rows.sql(query).param(param).query(String.class).single())));
	}

	/** Takes the order on, from that lot, and sends it off. */
	void ship(Page farm, String order, String lot) {
		farm.navigate(url("/portal/orders/" + order));
		farm.click("form[action$='/confirmation'] label:has(input[value='" + lot + "'])");
		farm.click("form[action$='/confirmation'] button");
		farm.click("form[action$='/shipment'] button");
		says(farm, "等买方确认收货");
	}

	/**
	 * @return the address on the first label
	 */
	static String sheet(Page page) {
		page.click("form[action$='/printing'] button");
		return page.locator(".label a").first().getAttribute("href").replaceFirst("^https?://[^/]+", "");
	}

	static Page.LocatorOptions hasText(String text) {
		return new Page.LocatorOptions().setHasText(text);
	}

	/** Of somebody born in 1902, whom nobody can be any more. */
	static String residentId(String last) {
		var body = "33048219020203" + last;
		var weights = new int[] { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
		var sum = 0;
		for (int i = 0; i < weights.length; i++) {
			sum += (body.charAt(i) - '0') * weights[i];
		}
		return body + "10X98765432".charAt(sum % 11);
	}

	Path photo() throws IOException {
		var image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
		var pen = image.createGraphics();
		pen.setPaint(new GradientPaint(0, 0, new Color(0xcfe3f1), 0, 480, new Color(0x6f8f45)));
		pen.fillRect(0, 0, 640, 480);
		pen.dispose();
		var file = folder.resolve("field.png");
		ImageIO.write(image, "png", file.toFile());
		return file;
	}

}
