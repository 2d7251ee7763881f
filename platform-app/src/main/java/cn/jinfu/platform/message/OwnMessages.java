package cn.jinfu.platform.message;

import java.util.List;

import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a person was told by short message, for whoever deleted it or changed phones. */
@Controller
@RequiredArgsConstructor
class OwnMessages implements PortalContribution {

	private static final String PATH = "/portal/messages";

	private final Messages messages;

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 88, "platform.own-messages", "message", PATH),
				new PortalEntry(Place.APPLICANT, 88, "platform.own-messages", "message", PATH));
	}

	@GetMapping(PATH)
	@PreAuthorize("hasAuthority('portal:open')")
	String own(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", messages.own(after, Paged.limit(null)));
		return "platform/message/own";
	}

}
