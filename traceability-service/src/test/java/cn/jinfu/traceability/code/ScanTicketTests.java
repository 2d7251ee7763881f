package cn.jinfu.traceability.code;

import java.time.Instant;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScanTicketTests {

	private static final byte[] KEY = HexFormat.of()
		.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

	private static final String SPACE = "09521234543213";

	/** The second vector of the design's table. */
	private static final String SERIAL = "0SAN666SC4ZRHGAD";

	private static final Instant NOW = Instant.parse("2026-07-01T02:00:00Z");

	private final String ticket = ScanTicket.issue(KEY, SPACE, SERIAL, NOW);

	@Test
	void leadsBackToTheLabelItWasMadeFor() {
		assertThat(read(ticket, NOW.plusSeconds(600))).isInstanceOfSatisfying(ScanTicket.Valid.class, it -> {
			assertThat(it.space()).isEqualTo(SPACE);
			assertThat(it.label()).isEqualTo(new LabelSerial.Genuine(0, 1));
		});
		assertThat(ticket).hasSizeLessThanOrEqualTo(80);
	}

	@Test
	void isAnotherOneForEachPage() {
		assertThat(ScanTicket.issue(KEY, SPACE, SERIAL, NOW)).isNotEqualTo(ticket);
	}

	@Test
	void isGoodForTenMinutes() {
		assertThat(read(ticket, NOW.plusSeconds(601))).isEqualTo(new ScanTicket.Late());
	}

	@Test
	void nothingInItCanBeChanged() {
		for (int i = 0; i < ticket.length(); i++) {
			var other = (ticket.charAt(i) == '7') ? '8' : '7';
			var changed = ticket.substring(0, i) + other + ticket.substring(i + 1);
			assertThat(read(changed, NOW)).as(changed).isEqualTo(new ScanTicket.Wrong());
		}
	}

	@Test
	void nonsenseIsWrong() {
		for (var nonsense : new String[] { "", "..", "a.b", SPACE + "." + SERIAL, SPACE + "." + SERIAL + ".",
				ticket + "0", ticket + ".0", ticket.toLowerCase(java.util.Locale.ROOT) }) {
			assertThat(read(nonsense, NOW)).as(nonsense).isEqualTo(new ScanTicket.Wrong());
		}
	}

	@Test
	void anotherKeyDoesNotOpenIt() {
		assertThat(ScanTicket.read(_ -> new byte[32], ticket, NOW)).isEqualTo(new ScanTicket.Wrong());
		assertThat(ScanTicket.read(_ -> null, ticket, NOW)).isEqualTo(new ScanTicket.Wrong());
	}

	private static ScanTicket.Reading read(String ticket, Instant now) {
		return ScanTicket.read(_ -> KEY, ticket, now);
	}

}
