package cn.jinfu.traceability.story;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What a farm tells consumers; sent as a form's fields, with or without a picture. */
@RestController
@RequestMapping("/api/v1/stories")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + Stories.TELL + "')")
class StoryApi {

	/**
	 * @param plotId absent for the farm as a whole
	 */
	record NewStory(@Nullable UUID plotId, @Nullable @Size(max = 300) String words, @Nullable MultipartFile photo) {
	}

	record StoryWithdrawal(@NotNull Long version) {
	}

	private final Stories stories;

	@GetMapping
	List<Stories.Story> list() {
		return stories.ofMember(Actor.current().memberId());
	}

	@GetMapping("/{id}")
	Stories.Story show(@PathVariable UUID id) {
		return stories.view(Actor.current().memberId(), id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Stories.Story tell(@Valid @ModelAttribute NewStory body) {
		return show(
				stories.tell(new Stories.Tell(Actor.current().memberId(), body.plotId(), body.words(), body.photo())));
	}

	@PostMapping("/{id}/withdrawal")
	Stories.Story end(@PathVariable UUID id, @Valid @RequestBody StoryWithdrawal body) {
		stories.end(Actor.current().memberId(), id, body.version());
		return stories.view(Actor.current().memberId(), id);
	}

}
