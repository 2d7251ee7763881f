package cn.jinfu.production.service.campaign;

import java.util.List;
import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Campaigns, and the fields of them within the caller's reach. */
@RestController
@RequestMapping("/api/v1/pest-campaigns")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class CampaignApi {

	private final Campaigns campaigns;

	@GetMapping
	List<CampaignView> list() {
		return campaigns.all();
	}

	@GetMapping("/{id}")
	CampaignView show(@PathVariable UUID id) {
		return campaigns.view(id);
	}

	@GetMapping("/{id}/fields")
	List<CampaignView.Field> fields(@PathVariable UUID id) {
		return campaigns.fields(id);
	}

}
