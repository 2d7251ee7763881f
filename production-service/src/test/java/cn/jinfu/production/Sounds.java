package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Recordings for tests: a tone, nobody's voice. */
final class Sounds {

	private static final int RATE = 8_000;

	private Sounds() {
	}

	/** A WAV of that length and pitch, 8 kHz, 16 bits. */
	static byte[] tone(int seconds, int hertz) {
		var samples = new byte[2 * seconds * RATE];
		for (int n = 0; n < samples.length / 2; n++) {
			var height = Math.round(9_000 * Math.sin(2 * Math.PI * hertz * n / RATE));
			samples[2 * n] = (byte) height;
			samples[2 * n + 1] = (byte) (height >> 8);
		}
		try (var sound = new AudioInputStream(new ByteArrayInputStream(samples),
				new AudioFormat(RATE, 16, 1, true, false), samples.length / 2); var out = new ByteArrayOutputStream()) {
			AudioSystem.write(sound, AudioFileFormat.Type.WAVE, out);
			return out.toByteArray();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** What a browser's recorder begins with, and then nothing that plays. */
	static byte[] webm(int octets) {
		var content = new byte[octets];
		var head = new byte[] { 0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, 1, 0, 0, 0, 0, 0, 0, 31, 0x42, (byte) 0x86,
				(byte) 0x81, 1, 0x42, (byte) 0x82, (byte) 0x84, 'w', 'e', 'b', 'm' };
		System.arraycopy(head, 0, content, 0, head.length);
		return content;
	}

}
