package cn.jinfu.production.iot;

import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.member.Places;
import cn.jinfu.production.iot.device.VideoAddress;
import cn.jinfu.production.iot.device.Videos;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 视频: links to cameras, by device and place. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:video:view')")
class VideoPages {

	private final Videos videos;

	private final DevicePages devices;

	private final Places places;

	@GetMapping("/console/videos")
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", videos.list(new Videos.Filter(q, division, null, after, Paged.limit(limit))));
		model.addAttribute("townships", places.townships());
		return "production/iot/videos";
	}

	/**
	 * @param ofPlace true: of the place where the device stands
	 */
	@PostMapping("/console/devices/{id}/videos")
	@PreAuthorize("hasAuthority('production:device:manage')")
	ModelAndView add(@PathVariable UUID id, @RequestParam(required = false) @Nullable String title,
			@RequestParam(required = false) @Nullable String address,
			@RequestParam(defaultValue = "false") boolean ofPlace, Model model) {
		var typed = Objects.toString(address, "");
		model.addAttribute("videoTitle", title);
		return devices.act(id, "/videos", typed,
				() -> videos.add(id, ofPlace, Objects.toString(title, ""), new VideoAddress(typed)), model);
	}

	@PostMapping("/console/devices/{id}/videos/{videoId}/removal")
	@PreAuthorize("hasAuthority('production:device:manage')")
	String remove(@PathVariable UUID id, @PathVariable UUID videoId) {
		videos.remove(id, videoId);
		return "redirect:/console/devices/" + id + "#videos";
	}

}
