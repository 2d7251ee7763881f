package cn.jinfu.platform.message;

import cn.jinfu.kernel.MessageStatus;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was sent to people's phones; numbers are masked here as on the page. */
@RestController
@RequestMapping("/api/v1/messages")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:message:read')")
class MessageApi {

	private final Messages messages;

	@GetMapping
	Paged<Messages.Line> list(@RequestParam(required = false) @Nullable MessageStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return messages.list(status, after, Paged.limit(limit));
	}

	@GetMapping("/{seq}")
	Messages.Line show(@PathVariable long seq) {
		return messages.find(seq).orElseThrow(() -> new NotFound("platform.message.not-found", seq));
	}

}
