package cn.jinfu.platform.filter;

import java.util.UUID;

import cn.jinfu.kernel.web.SavedFilters;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The forms above every console list ({@code ui/list :: saved}); each leads back to it.
 */
@Controller
@RequestMapping("/console/saved-filters")
@PreAuthorize("hasAuthority('console:open')")
@RequiredArgsConstructor
class SavedFilterPages {

	private final SavedFilters filters;

	@PostMapping
	String save(@RequestParam String name, @RequestParam String path, @RequestParam String query) {
		return "redirect:" + filters.save(name, path, query).href();
	}

	@PostMapping("/{id}/name")
	String rename(@PathVariable UUID id, @RequestParam String name) {
		return "redirect:" + filters.rename(id, name).href();
	}

	@PostMapping("/{id}/removal")
	String remove(@PathVariable UUID id) {
		var filter = filters.require(id);
		filters.delete(id);
		return "redirect:" + filter.path();
	}

}
