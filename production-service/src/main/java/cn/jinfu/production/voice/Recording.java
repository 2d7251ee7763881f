package cn.jinfu.production.voice;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * A recording as a phone made it, looked over: at most 60 seconds and 2 MB, of a type
 * that its bytes show. How long a WAV is stands in its head and is read by Java's own
 * sound library; for the packed formats what the phone counted is taken, and the size
 * bounds the rest. Nothing is decoded here.
 *
 * @param seconds null where nobody counted
 */
record Recording(byte[] content, String mediaType, @Nullable Integer seconds) {

	static final int MOST_SECONDS = 60;

	static final int MOST_BYTES = 2 << 20;

	private static final String WAV = "audio/wav";

	/**
	 * @param told what the phone counted
	 * @throws RuleBroken naming the field {@code recording}
	 */
	static Recording of(byte[] content, @Nullable Integer told) {
		if (content.length == 0) {
			throw new RuleBroken("production.voice.missing").at("recording");
		}
		if (content.length > MOST_BYTES) {
			throw new RuleBroken("production.voice.size", MOST_BYTES >> 20).at("recording");
		}
		var type = type(content);
		var seconds = WAV.equals(type) ? Integer.valueOf(wav(content)) : told;
		if ((seconds != null && seconds > MOST_SECONDS) || (told != null && told > MOST_SECONDS)) {
			throw new RuleBroken("production.voice.long", MOST_SECONDS).at("recording");
		}
		if (told != null && told < 1) {
			throw new RuleBroken("production.voice.missing").at("recording");
		}
		return new Recording(content, type, seconds);
	}

	private static String type(byte[] content) {
		try {
			return FileStore.type(FileStore.Kind.VOICE, content);
		}
		catch (RuleBroken refused) {
			throw refused.at("recording");
		}
	}

	/** Whole seconds, at least one: a phone stops a few hundredths late. */
	private static int wav(byte[] content) {
		try {
			var file = AudioSystem.getAudioFileFormat(new ByteArrayInputStream(content));
			var format = file.getFormat();
			var frames = (file.getFrameLength() != AudioSystem.NOT_SPECIFIED) ? file.getFrameLength()
					: content.length / frame(format);
			return Math.max(1, Math.round(frames / format.getFrameRate()));
		}
		catch (UnsupportedAudioFileException | IOException broken) {
			throw new RuleBroken("kernel.file.unreadable").at("recording");
		}
	}

	private static int frame(AudioFormat format) {
		return Math.max(1, format.getFrameSize());
	}

}
