package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/** Logging in by an app of the phone: proved once by the number, lost with the number. */
@PlatformIT
class SignInIT {

	private static final AtomicInteger NUMBER = new AtomicInteger((int) (System.nanoTime() % 900_000));

	private static final String PHONE = "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0";

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	private static String body(MvcTestResult answer) {
		return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static String in(String page, String regex) {
		var found = Pattern.compile(regex).matcher(page);
		assertThat(found.find()).as(regex + " in\n" + page).isTrue();
		return found.group(1);
	}

	private static Cookie session(MvcTestResult answer) {
		return Objects.requireNonNull(answer.getResponse().getCookie("JINFU"));
	}

	/** The cookie of the browser that was last sent out. */
	private @Nullable Cookie browser;

	/** Out to the house and back as this subject, in one browser. */
	private MvcTestResult throughTheHouse(@Nullable String subject) {
		var out = mvc.get().uri("/login/with/wechat").header("User-Agent", PHONE).exchange();
		var state = in(String.valueOf(out.getResponse().getRedirectedUrl()),
				"^https://house.example/door\\?state=([A-Za-z0-9_-]{32})&back=http://localhost/login/with/wechat/answer$");
		browser = session(out);
		return back(browser, state, subject);
	}

	private MvcTestResult back(@Nullable Cookie browser, String state, @Nullable String subject) {
		var code = "code-" + NUMBER.incrementAndGet();
		if (subject != null) {
			HouseForTests.SUBJECTS.put(code, subject);
		}
		var request = mvc.get().uri("/login/with/wechat/answer").param("code", code).param("state", state);
		return ((browser != null) ? request.cookie(browser) : request).exchange();
	}

	/** A newcomer named by the house, who proves his number; gives his session. */
	private Cookie bound(String subject, String mobile) {
		var named = throughTheHouse(subject);
		assertThat(named).redirectedUrl().isEqualTo("/login?by=phone");
		var browser = Objects.requireNonNull(this.browser);
		assertThat(body(mvc.get().uri("/login?by=phone").cookie(browser).exchange())).contains("微信里还没有登记您是谁");
		var page = body(mvc.post().uri("/login/code").cookie(browser).param("mobile", mobile).with(csrf()).exchange());
		var entered = mvc.post()
			.uri("/login/phone")
			.cookie(browser)
			.with(csrf())
			.param("challenge", in(page, "name=\"challenge\" value=\"([^\"]+)\""))
			.param("mobile", mobile)
			.param("code", in(page, "<b>([0-9]{6})</b>"))
			.param("name", "周绑定")
			.exchange();
		assertThat(entered).redirectedUrl().isEqualTo("/portal/join");
		return session(entered);
	}

	/** Of the tie that was made last. */
	private void change(String what) {
		int changed = Objects.requireNonNull(
				Tenant.callAs(DemoWorld.MAIN_TENANT,
						() -> transaction.execute(_ -> sql
							.sql("update platform_outside_sign_in set " + what
									+ " where bound_at = (select max(bound_at) from platform_outside_sign_in)")
							.update())));
		assertThat(changed).isEqualTo(1);
	}

	private static String freshMobile() {
		return String.format(Locale.ROOT, "135%08d", NUMBER.incrementAndGet());
	}

	@Test
	@DisplayName("只在微信里才有“用微信登录”，没开通的方式打不开")
	void isOfferedWhereItWorksAlone() {
		assertThat(mvc.get().uri("/login?by=phone").header("User-Agent", "Chrome")).bodyText()
			.doesNotContain("/login/with/");
		assertThat(mvc.get().uri("/login?by=phone").header("User-Agent", PHONE)).bodyText()
			.contains("/login/with/wechat", "用微信登录");
		assertThat(mvc.get().uri("/login/with/elsewhere")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(mvc.get().uri("/login/with/elsewhere/answer?code=a&state=b")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	@DisplayName("第一次用手机号验证，以后直接登录；涉及授权的照样再问验证码；解除后重新验证")
	void knowsWhoProvedHisNumberUntilHeUntiesIt() {
		var subject = "o-" + NUMBER.incrementAndGet();
		var first = bound(subject, freshMobile());
		assertThat(mvc.post().uri("/portal/my-data/consent").cookie(first).with(csrf()))
			.as("the code just proved counts")
			.redirectedUrl()
			.isEqualTo("/portal/my-data");

		var entered = throughTheHouse(subject);
		assertThat(entered).redirectedUrl().isEqualTo("/portal/join");
		var phone = session(entered);
		assertThat(mvc.get().uri("/portal/my-data").cookie(phone)).hasStatusOk().bodyText().contains("周绑定");
		assertThat(mvc.post().uri("/portal/my-data/consent").cookie(phone).with(csrf())).as("no code was proved")
			.redirectedUrl()
			.isEqualTo("/portal/again?to=%2Fportal%2Fmy-data");

		assertThat(mvc.get().uri("/portal/sign-ins").cookie(phone)).hasStatusOk().bodyText().contains("微信", "解除绑定");
		assertThat(mvc.post().uri("/portal/sign-ins/wechat/removal").cookie(phone).with(csrf())).redirectedUrl()
			.isEqualTo("/portal/sign-ins");
		assertThat(mvc.get().uri("/portal/sign-ins").cookie(phone)).bodyText().contains("还没有绑定");
		assertThat(throughTheHouse(subject)).redirectedUrl().isEqualTo("/login?by=phone");
	}

	@Test
	@DisplayName("号码换了、九十天没来，都要重新验证")
	void lapsesWithTheNumberAndWithTime() {
		var lost = "o-" + NUMBER.incrementAndGet();
		bound(lost, freshMobile());
		assertThat(throughTheHouse(lost)).redirectedUrl().isEqualTo("/portal/join");
		change("number_index = 'another'");
		assertThat(throughTheHouse(lost)).redirectedUrl().isEqualTo("/login?by=phone");
		assertThat(throughTheHouse(lost)).as("and stays lapsed").redirectedUrl().isEqualTo("/login?by=phone");

		var rare = "o-" + NUMBER.incrementAndGet();
		bound(rare, freshMobile());
		change("bound_at = bound_at - interval '91 days', last_at = last_at - interval '91 days'");
		assertThat(throughTheHouse(rare)).redirectedUrl().isEqualTo("/login?by=phone");
	}

	@Test
	@DisplayName("不是这个浏览器出去的、改过的、用过的、对方不认的，都进不来")
	void lettersNobodySentLeadNowhere() {
		var subject = "o-" + NUMBER.incrementAndGet();
		bound(subject, freshMobile());
		var outside = "/login?by=phone&error=outside";
		assertThat(back(null, "guessed", subject)).as("another browser").redirectedUrl().isEqualTo(outside);
		var out = mvc.get().uri("/login/with/wechat").exchange();
		var browser = session(out);
		var state = in(String.valueOf(out.getResponse().getRedirectedUrl()), "state=([^&]+)");
		assertThat(back(browser, state + "x", subject)).as("changed").redirectedUrl().isEqualTo(outside);
		assertThat(back(browser, state, subject)).as("used up by the attempt").redirectedUrl().isEqualTo(outside);
		assertThat(throughTheHouse(null)).as("the house knows no such code").redirectedUrl().isEqualTo(outside);
		assertThat(mvc.get().uri("/login/with/wechat/answer")).redirectedUrl().isEqualTo(outside);
		assertThat(mvc.get().uri(outside)).bodyText().contains("没有登录成功");
	}

}
