package cn.jinfu.kernel.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.FileStore.Stored;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;

import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.WebRequest;

/**
 * Gives files out. Pictures are shown, everything else is saved; nothing may run in our
 * name. Whoever may not open a file is told that there is none.
 */
@Controller
@RequestMapping("/files")
@RequiredArgsConstructor
class FilePages {

	private static final CacheControl PRIVATE = CacheControl.maxAge(Duration.ofMinutes(10)).cachePrivate();

	private static final CacheControl PUBLIC = CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

	private final FileStore files;

	@GetMapping("/{fileId}")
	ResponseEntity<byte[]> file(@PathVariable UUID fileId, WebRequest request) {
		return answer(Actor.ifPresent().flatMap(actor -> files.readable(fileId, actor)).orElseThrow(FilePages::unknown),
				PRIVATE, request);
	}

	@GetMapping("/public/{fileId}")
	ResponseEntity<byte[]> published(@PathVariable UUID fileId, WebRequest request) {
		return answer(files.published(fileId).orElseThrow(FilePages::unknown), PUBLIC, request);
	}

	private ResponseEntity<byte[]> answer(Stored file, CacheControl caching, WebRequest request) {
		var type = MediaType.parseMediaType(file.mediaType());
		var disposition = "image".equals(type.getType()) ? ContentDisposition.inline()
				: ContentDisposition.attachment();
		var answer = ResponseEntity.ok()
			.cacheControl(caching)
			.eTag("\"" + file.sha256() + "\"")
			.header("Content-Disposition", disposition.filename(file.name(), StandardCharsets.UTF_8).build().toString())
			.header("X-Content-Type-Options", "nosniff")
			.header("Content-Security-Policy", "default-src 'none'; sandbox")
			.contentType(type);
		if (request.checkNotModified("\"" + file.sha256() + "\"")) {
			return ResponseEntity.status(304).cacheControl(caching).build();
		}
		return answer.body(files.content(file.fileId()));
	}

	private static Refusal unknown() {
		return new Refusal.NotFound("kernel.file.unknown");
	}

}
