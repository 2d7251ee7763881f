package cn.jinfu.traceability.code;

import java.util.HashSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LabelSerialTests {

	private static final String GTIN = "09521234543213";

	private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	private final byte[] key = key(0);

	@ParameterizedTest
	@CsvSource({ "0,0WQY67N962BX2EQE", "1,0SAN666SC4ZRHGAD", "2,04GN7E2G1WV7S9HV", "123456789,0H9VCMJWMPS0GZRJ",
			"1099511627775,0X06YSX9M6JYCHYB" })
	void publishedVectorsHoldBothWays(long number, String serial) {
		assertThat(LabelSerial.encode(key, 0, GTIN, number)).isEqualTo(serial);
		assertThat(read(serial)).isEqualTo(new LabelSerial.Genuine(0, number));
	}

	@Test
	void whatAPersonTypesIsReadKindly() {
		assertThat(read("0san 666s-c4zr hgad")).isEqualTo(new LabelSerial.Genuine(0, 1));
		assertThat(read("OSAN666SC4ZRHGAD")).isEqualTo(new LabelSerial.Genuine(0, 1));
	}

	@Test
	void everySingleWrongCharacterIsAMistypedCode() {
		var serial = "0SAN666SC4ZRHGAD";
		for (int at = 0; at < 16; at++) {
			for (var wrong : ALPHABET.toCharArray()) {
				if (wrong != serial.charAt(at)) {
					var typed = serial.substring(0, at) + wrong + serial.substring(at + 1);
					assertThat(read(typed)).as(typed).isInstanceOf(LabelSerial.Mistyped.class);
				}
			}
		}
		assertThat(read("0SAN666SC4ZRHGA")).isInstanceOf(LabelSerial.Mistyped.class);
		assertThat(read("USAN666SC4ZRHGAD")).isInstanceOf(LabelSerial.Mistyped.class);
		assertThat(read("")).isInstanceOf(LabelSerial.Mistyped.class);
	}

	@Test
	void aCodeOfAnotherPlatformHasARightCheckCharacterAndIsForeign() {
		var theirs = LabelSerial.encode(key(100), 0, GTIN, 1);
		assertThat(read(theirs)).isInstanceOf(LabelSerial.Foreign.class);
		var unknownVersion = LabelSerial.encode(key, 7, GTIN, 1);
		assertThat(read(unknownVersion)).isInstanceOf(LabelSerial.Foreign.class);
		assertThat(LabelSerial.read(_ -> key, "09521234543220", "0SAN666SC4ZRHGAD"))
			.isInstanceOf(LabelSerial.Foreign.class);
	}

	@Test
	void numbersNeverMeetAndDoNotLookCounted() {
		var seen = new HashSet<String>();
		for (int number = 0; number < 20_000; number++) {
			assertThat(seen.add(LabelSerial.encode(key, 0, GTIN, number))).isTrue();
		}
		assertThat(seen.stream().map(it -> it.substring(1, 4)).distinct().count()).isGreaterThan(10_000);
	}

	@Test
	void numbersBeyondFortyBitsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LabelSerial.encode(key, 0, GTIN, LabelSerial.MAX + 1));
		assertThatIllegalArgumentException().isThrownBy(() -> LabelSerial.encode(key, 32, GTIN, 0));
	}

	private LabelSerial.Reading read(String serial) {
		return LabelSerial.read(version -> (version == 0) ? key : null, GTIN, serial);
	}

	private static byte[] key(int first) {
		var key = new byte[32];
		for (int i = 0; i < key.length; i++) {
			key[i] = (byte) (first + i);
		}
		return key;
	}

}
