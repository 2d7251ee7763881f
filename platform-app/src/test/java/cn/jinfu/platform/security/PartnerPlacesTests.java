package cn.jinfu.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
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

	private static MachineClients.Client client(String addresses, @Nullable String certificate) {
		return new MachineClients.Client("bank-x", "330482", UUID.randomUUID(), "x", "{}", "{}", "", false,
				MachineClients.Profile.GATEWAY, addresses, certificate);
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
		assertThat(new PartnerPlaces("").allow(client(registered, null), from(caller))).isEqualTo(allowed);
	}

	@Test
	void aCertificateIsBelievedFromTheConfiguredHeaderAlone() {
		var places = new PartnerPlaces(HEADER);
		var request = from("10.1.2.3");
		assertThat(places.allow(client("", HASH), request)).as("none came").isFalse();
		request.addHeader(HEADER, URLEncoder.encode(PEM, StandardCharsets.US_ASCII).replace("+", "%20"));
		assertThat(places.allow(client("", HASH), request)).isTrue();
		assertThat(places.allow(client("", "a".repeat(64)), request)).as("another's").isFalse();
		assertThat(new PartnerPlaces("").allow(client("", HASH), request)).as("no proxy").isFalse();
		var hash = from("10.1.2.3");
		hash.addHeader(HEADER, HASH.toUpperCase(java.util.Locale.ROOT));
		assertThat(places.allow(client("", HASH), hash)).isTrue();
		var rubbish = from("10.1.2.3");
		rubbish.addHeader(HEADER, "%zz");
		assertThat(places.allow(client("", HASH), rubbish)).isFalse();
		assertThat(places.allow(client("10.9.9.9", HASH), hash)).as("both must fit").isFalse();
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
