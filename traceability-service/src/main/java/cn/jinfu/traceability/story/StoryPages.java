package cn.jinfu.traceability.story;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.PlotDirectory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** On the phone: a few words, a picture, and what became of them. */
@Controller
@RequestMapping("/portal/stories")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + Stories.TELL + "')")
class StoryPages {

	private static final String PATH = "/portal/stories";

	private static final String FORM = "traceability/story/new";

	/**
	 * @param plotId empty for the farm as a whole
	 */
	record StoryForm(@Nullable UUID plotId, @Nullable @Size(max = 300) String words, @Nullable MultipartFile photo) {
	}

	private final Stories stories;

	private final PlotDirectory plots;

	@GetMapping
	String list(Model model) {
		model.addAttribute("stories", stories.ofMember(Actor.current().memberId()));
		return "traceability/story/list";
	}

	@GetMapping("/new")
	String blank(Model model) {
		model.addAttribute("form", new StoryForm(null, null, null));
		return choices(model);
	}

	@PostMapping
	ModelAndView tell(@Valid @ModelAttribute("form") StoryForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			stories.tell(new Stories.Tell(Actor.current().memberId(), form.plotId(), form.words(), form.photo()));
		}, PATH, FORM);
	}

	@PostMapping("/{id}/withdrawal")
	String end(@PathVariable UUID id, @RequestParam long version) {
		stories.end(Actor.current().memberId(), id, version);
		return "redirect:" + PATH;
	}

	private String choices(Model model) {
		model.addAttribute("plots",
				plots.ofMember(Actor.current().memberId())
					.stream()
					.map(it -> new Choice(it.plotId().toString(), it.name(), it.village(), null))
					.toList());
		return FORM;
	}

}
