package cn.jinfu.production.voice;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * What was said, for playing on the page: kept by no browser and no server in between,
 * and in parts where the player asks for parts.
 */
final class SoundAnswer {

	private SoundAnswer() {
	}

	static ResponseEntity<Resource> of(VoiceNotes.Sound sound) {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.header("X-Content-Type-Options", "nosniff")
			.header("Content-Security-Policy", "default-src 'none'; sandbox")
			.contentType(MediaType.parseMediaType(sound.mediaType()))
			.body(new ByteArrayResource(sound.content()));
	}

}
