package cn.jinfu.credit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;

import cn.jinfu.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address chosen by somebody else leads nowhere inside. */
class AddressGuardTests {

	private final AddressGuard guard = new AddressGuard(false);

	private final AddressGuard demo = new AddressGuard(true);

	@ParameterizedTest
	@ValueSource(strings = { "https://bank.example.cn/hooks", "https://bank.example.cn:8443/h?x=1",
			"https://8.8.8.8/hooks", "https://[2400:3200::1]/hooks" })
	void publicAddressesOverTlsAreFine(String url) {
		assertThatCode(() -> guard.require(url, null)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://bank.example.cn/", "ftp://bank.example.cn/", "https://u:p@bank.example.cn/",
			"https://bank.example.cn/#x", "https://localhost/", "https://intranet/", "https:///x", "bank.example.cn",
			"https://bank.example.cn/\r\nX: y", "https://银行.cn/", "https://bank.example.cn:70000/", "https://127.1/",
			"https://0177.0.0.1/", "https://012.0.0.1/", "https://8.8.8.08/", "" })
	void whatIsNoSuchAddressIsRefused(String url) {
		refused("credit.webhook.address", () -> guard.require(url, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://127.0.0.1/", "https://10.0.0.1/", "https://172.31.255.255/",
			"https://192.168.1.1/", "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/",
			"https://0.0.0.0/", "https://224.0.0.1/", "https://255.255.255.255/", "https://198.18.0.1/",
			"https://[::1]/", "https://[fe80::1]/", "https://[fc00::1]/", "https://[::ffff:127.0.0.1]/",
			"https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001:db8::1]/", "https://[::]/",
			"https://2130706433/" })
	void literalsOfOtherNetworksAreRefused(String url) {
		refused("credit.webhook.address-private", () -> guard.require(url, null));
	}

	@Test
	void aNameThatLeadsInsideIsRefusedWhenItIsResolved() {
		refused("credit.webhook.address-private",
				() -> unchecked(() -> guard.resolve(java.net.URI.create("https://localhost/"), null)));
	}

	@Test
	void thisMachineOnlyWhereTheConfigurationSaysSo() {
		assertThatCode(() -> demo.require("http://localhost:9999/h", null)).doesNotThrowAnyException();
		assertThatCode(() -> demo.require("http://127.0.0.1:9999/h", null)).doesNotThrowAnyException();
		refused("credit.webhook.address", () -> demo.require("http://bank.example.cn/", null));
		refused("credit.webhook.address-private", () -> demo.require("https://10.0.0.1/", null));
		assertThat(guard.allows(address("127.0.0.1"), null)).isFalse();
		assertThat(demo.allows(address("127.0.0.1"), null)).isTrue();
		assertThat(demo.allows(address("169.254.169.254"), null)).isFalse();
	}

	@Test
	void aNetworkOpensForOneBankAndNothingBeside() {
		assertThatCode(() -> guard.require("https://10.20.3.4/h", "10.20.0.0/16")).doesNotThrowAnyException();
		refused("credit.webhook.address-private", () -> guard.require("https://10.21.3.4/h", "10.20.0.0/16"));
		assertThat(guard.allows(address("127.0.0.1"), "10.20.0.0/16")).isFalse();
		assertThat(guard.allows(address("fd00:1:2::9"), "fd00:1:2::/48")).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "10.20.0.0/16,true", "192.168.7.0/24,true", "fd00:1:2::/48,true", "10.0.0.0/8,false",
			"8.8.8.0/24,false", "127.0.0.0/16,false", "169.254.0.0/16,false", "10.20.0.0,false", "10.20.0.0/99,false",
			"x/16,false", "0.0.0.0/0,false", "10.20.0.0/-1,false" })
	void onlyANarrowPrivateNetworkCanBeOpened(String range, boolean fine) {
		if (fine) {
			assertThat(guard.requireRange(range)).isEqualTo(range);
		}
		else {
			refused("credit.webhook.range", () -> guard.requireRange(range));
		}
	}

	@Test
	void noNetworkIsNone() {
		assertThat(guard.requireRange(null)).isNull();
		assertThat(guard.requireRange(" ")).isNull();
	}

	private static InetAddress address(String literal) {
		return InetAddress.ofLiteral(literal);
	}

	private interface Call {

		@Nullable Object run() throws Exception;

	}

	private static void unchecked(Call call) {
		try {
			call.run();
		}
		catch (RuntimeException thrown) {
			throw thrown;
		}
		catch (Exception thrown) {
			throw new AssertionError(thrown);
		}
	}

	private static void refused(String code, Runnable call) {
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(call::run)
			.satisfies(it -> assertThat(it.code()).isEqualTo(code));
	}

}
