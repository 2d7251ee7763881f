package cn.jinfu.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.platform.security.PartnerPlaces.Fault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

/** Fixed addresses, and a certificate only where a proxy is configured. */
class PartnerPlacesTests {

	private static final String HEADER = "X-Client-Cert";

	/** Drawn with openssl; its SHA-256 fingerprint is openssl's. */
	private static final String PEM = """
			-----BEGIN CERTIFICATE-----
			MIIBdzCCAR2gAwIBAgIURguh2gCwzoDHb48qLiO8Kidce7EwCgYIKoZIzj0EAwIw
			ETEPMA0GA1UEAwwGYmFuay14MB4XDTI2MTEyNzA2Mjg0OVoXDTM2MTEyNDA2Mjg0
			OVowETEPMA0GA1UEAwwGYmFuay14MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
			RGk1tV7RVImlZ5logtS9VW8ZekkzMVULx6iisMBoTHxTMb2QOM2zlN1FBomp5InX
			ZTBW2Z3Wo8tRqqtOT3PabaNTMFEwHQYDVR0OBBYEFJ6sCSSJfMRUbkJVZzncdS5U
			sPxjMB8GA1UdIwQYMBaAFJ6sCSSJfMRUbkJVZzncdS5UsPxjMA8GA1UdEwEB/wQF
			MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALvICFyR1te2e1chDfuaw5oyXpG3Bcrq
			4fwMew3f9FGsAiAikMgEu9xxWz5T8FT82jjYSE/OjuXck4pItujuH2Gbjw==
			-----END CERTIFICATE-----
			""";

	private static final String HASH = "1029bdc52a2e3216090c72c5287c49129d2c4ce9cf50fb2a44094477c4a5333d";

	private static MachineClients.Client client(String addresses, String certificates) {
		return new MachineClients.Client("bank-x", "330482", UUID.randomUUID(), "x", "{}", "{}", "", false,
				MachineClients.Profile.GATEWAY, addresses, certificates);
	}

	private static MockHttpServletRequest from(String address) {
		var request = new MockHttpServletRequest();
		request.setRemoteAddr(address);
		return request;
	}

	@ParameterizedTest
	@CsvSource({ "10.1.2.3,10.1.2.0/24,true", "10.1.3.3,10.1.2.0/24,false", "10.1.2.3,10.1.2.3,true",
			"10.1.2.4,10.1.2.3,false", "10.1.2.4,10.9.9.9 10.1.2.4/32,true", "2001:db8::5,2001:db8::/48,true",
			"2001:db9::5,2001:db8::/48,false", "10.1.2.3,2001:db8::/48,false" })
	void onlyFromItsAddresses(String caller, String registered, boolean allowed) {
		assertThat(new PartnerPlaces("").fault(client(registered, ""), from(caller)) == null).isEqualTo(allowed);
	}

	@Test
	void aCertificateIsBelievedFromTheConfiguredHeaderAlone() {
		var places = new PartnerPlaces(HEADER);
		var request = from("10.1.2.3");
		assertThat(places.fault(client("", HASH), request)).as("none came").isEqualTo(Fault.ELSEWHERE);
		request.addHeader(HEADER, URLEncoder.encode(PEM, StandardCharsets.US_ASCII).replace("+", "%20"));
		assertThat(places.fault(client("", HASH), request)).isNull();
		assertThat(places.fault(client("", "a".repeat(64)), request)).as("another's").isEqualTo(Fault.ELSEWHERE);
		assertThat(new PartnerPlaces("").fault(client("", HASH), request)).as("no proxy").isEqualTo(Fault.ELSEWHERE);
		var hash = from("10.1.2.3");
		hash.addHeader(HEADER, HASH.toUpperCase(Locale.ROOT));
		assertThat(places.fault(client("", HASH), hash)).isNull();
		var rubbish = from("10.1.2.3");
		rubbish.addHeader(HEADER, "%zz");
		assertThat(places.fault(client("", HASH), rubbish)).isEqualTo(Fault.ELSEWHERE);
		assertThat(places.fault(client("10.9.9.9", HASH), hash)).as("both must fit").isEqualTo(Fault.ELSEWHERE);
	}

	@Test
	@DisplayName("R33: two hold side by side, each to the end of its last day")
	void aCertificateEndsWithItsLastDay() {
		var places = new PartnerPlaces(HEADER);
		var request = from("10.1.2.3");
		request.addHeader(HEADER, HASH);
		var today = LocalDate.now(BusinessClock.ZONE);
		var next = "b".repeat(64) + "@" + today.plusYears(1);
		assertThat(places.fault(client("", HASH + "@" + today), request)).as("its last day").isNull();
		assertThat(places.fault(client("", HASH + "@" + today + " " + next), request)).isNull();
		var over = client("", HASH + "@" + today.minusDays(1) + " " + next);
		assertThat(places.fault(over, request)).isEqualTo(Fault.CERTIFICATE_OVER);
		assertThat(places.fault(over, from("10.1.2.3"))).as("none came, the next one would do")
			.isEqualTo(Fault.ELSEWHERE);
		var last = client("", HASH + "@" + today.minusDays(1));
		assertThat(places.fault(last, from("10.1.2.3"))).as("whatever comes").isEqualTo(Fault.CERTIFICATE_OVER);
		assertThat(places.fault(client("", HASH), request)).as("registered before ends were").isNull();
	}

	@Test
	void aCertificateIsTypedAsItselfOrByItsHashWithADay() {
		assertThat(PartnerCertificate.typed(PEM, null)).hasValueSatisfying(it -> {
			assertThat(it.sha256()).isEqualTo(HASH);
			assertThat(it.lastDay()).isEqualTo("2036-11-24");
		});
		var day = LocalDate.of(2027, 3, 1);
		var coloned = HASH.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
		assertThat(PartnerCertificate.typed(coloned, day)).hasValue(new PartnerCertificate(HASH, day));
		assertThat(PartnerCertificate.typed("ab", day)).isEmpty();
		assertThat(PartnerCertificate.typed("-----BEGIN CERTIFICATE-----\nAAAA", day)).isEmpty();
		var both = List.of(new PartnerCertificate(HASH, day), new PartnerCertificate("c".repeat(64), null));
		assertThat(PartnerCertificate.read(PartnerCertificate.written(both))).isEqualTo(both);
		assertThat(PartnerCertificate.read("")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/8", "0.0.0.0/0", "10.1.1.1/33", "bank.example", "10.1.1", "::/0",
			"2001:db8::/32", "10.1.1.0/24/24", "10.1.1.1 x" })
	void wideAndUnreadableNetworksAreNoFixedAddresses(String words) {
		assertThat(PartnerPlaces.areFixed(words)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.1.1", "10.1.1.0/24", "10.1.1.1/32 10.1.2.0/28", "2001:db8::1", "2001:db8::/48" })
	void narrowOnesAre(String words) {
		assertThat(PartnerPlaces.areFixed(words)).isTrue();
	}

}
