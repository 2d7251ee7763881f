package cn.jinfu.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTests {

	private final byte[] key = Sealing.newKey();

	private final byte[] sealed = Sealing.seal(Sealing.AES_256_GCM, key, "13800000000".getBytes(UTF_8), "t/p/mobile");

	@Test
	void opensWithItsKeyAtItsPlace() {
		assertThat(Sealing.open(Sealing.AES_256_GCM, key, sealed, "t/p/mobile")).asString(UTF_8)
			.isEqualTo("13800000000");
	}

	@Test
	void sameTextIsSealedDifferentlyEachTime() {
		assertThat(Sealing.seal(Sealing.AES_256_GCM, key, "13800000000".getBytes(UTF_8), "t/p/mobile"))
			.isNotEqualTo(sealed);
	}

	@Test
	void anotherKeyDoesNotOpen() {
		refuses(Sealing.newKey(), sealed, "t/p/mobile");
	}

	@Test
	void anotherPersonOrFieldDoesNotOpen() {
		refuses(key, sealed, "t/q/mobile");
		refuses(key, sealed, "t/p/card");
		refuses(key, sealed, "u/p/mobile");
	}

	@Test
	void everyChangedOctetIsNoticed() {
		for (int i = 0; i < sealed.length; i++) {
			var changed = sealed.clone();
			changed[i] ^= 1;
			refuses(key, changed, "t/p/mobile");
		}
		refuses(key, new byte[5], "t/p/mobile");
	}

	@Test
	void unknownAlgorithmIsNoGuess() {
		assertThatIllegalStateException().isThrownBy(() -> Sealing.open("ROT13", key, sealed, "t/p/mobile"));
	}

	@Test
	void masterKeyIsDrawnOnceAndReadableByItsOwnerOnly(@TempDir Path data) throws IOException {
		var first = new MasterKey("", data.toString());
		assertThat(new MasterKey("", data.toString()).bytes()).isEqualTo(first.bytes()).hasSize(32);
		var file = data.resolve("keys/master.key");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(Files.list(file.resolveSibling("."))).hasSize(1);
	}

	@Test
	void shortMasterKeyIsRefused(@TempDir Path data) {
		assertThatIllegalStateException().isThrownBy(() -> new MasterKey("c2hvcnQ=", data.toString()));
	}

	private static void refuses(byte[] key, byte[] sealed, String place) {
		assertThatExceptionOfType(Sealing.Broken.class)
			.isThrownBy(() -> Sealing.open(Sealing.AES_256_GCM, key, sealed, place));
	}

}
