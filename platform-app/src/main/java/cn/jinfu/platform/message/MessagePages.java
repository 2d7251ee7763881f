package cn.jinfu.platform.message;

import cn.jinfu.kernel.MessageStatus;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was sent to people's phones: to whom, masked, what for, and whether it left. */
@Controller
@RequestMapping("/console/messages")
@PreAuthorize("hasAuthority('platform:message:read')")
@RequiredArgsConstructor
class MessagePages {

	private final Messages messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable MessageStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", messages.list(status, after, Paged.limit(limit)));
		model.addAttribute("statuses", MessageStatus.values());
		model.addAttribute("reach", messages.reachPeople());
		return "platform/message/list";
	}

}
