package cn.jinfu.production.voice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
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

/** 说一段话 on the phone: which field, and the recording; nothing is typed. */
@Controller
@RequestMapping("/portal/voice-notes")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:voice:tell')")
class PortalVoiceNotePages {

	private static final String LIST = "/portal/voice-notes";

	private static final String FORM = "production/voice/portal-note-form";

	/**
	 * @param seconds as the page counted them; absent without script
	 * @param answers the earlier note that the clerk could not make out
	 */
	record VoiceForm(@Nullable String requestKey, @Nullable @NotEmpty List<UUID> plantingIds, @Nullable Integer seconds,
			@Nullable UUID answers, @Nullable MultipartFile recording) {

		public List<UUID> fields() {
			return (plantingIds != null) ? plantingIds : List.of();
		}

	}

	private final VoiceNotes notes;

	private final VoiceNoteCommands commands;

	private final PlantingQueries plantings;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", notes.list(new VoiceNotes.Filter(null, false, after, 20)));
		return "production/voice/portal-notes";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") VoiceForm asked, BindingResult unread, Model model) {
		var own = plantings.active(Actor.current().memberId());
		var fields = asked.fields();
		if (fields.isEmpty() && asked.answers() != null) {
			fields = notes.view(asked.answers()).plantingIds();
		}
		if (fields.isEmpty() && own.size() == 1) {
			fields = List.of(own.getFirst().id());
		}
		model.addAttribute("form", new VoiceForm(Ids.next().toString(), fields, null, asked.answers(), null));
		return form(own, asked.answers(), model);
	}

	private String form(List<PlantingView> own, @Nullable UUID answers, Model model) {
		model.addAttribute("plantings", own);
		model.addAttribute("most", Recording.MOST_SECONDS);
		model.addAttribute("mostMb", Recording.MOST_BYTES >> 20);
		model.addAttribute("question", (answers != null) ? notes.view(answers).question() : null);
		return FORM;
	}

	@PostMapping
	ModelAndView tell(@Valid @ModelAttribute("form") VoiceForm form, BindingResult errors, Model model) {
		form(plantings.active(Actor.current().memberId()), form.answers(), model);
		return Forms.submit(errors,
				() -> LIST + "/" + commands.tell(new VoiceNoteCommands.Tell(Once.clientUid(form.requestKey()),
						form.fields(), content(form.recording()), form.seconds(), form.answers())),
				FORM);
	}

	static byte[] content(@Nullable MultipartFile sent) {
		try {
			return (sent == null) ? new byte[0] : sent.getBytes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@GetMapping("/{noteId}")
	ModelAndView show(@PathVariable UUID noteId) {
		var page = new ModelAndView("production/voice/portal-note");
		page.addObject("it", notes.view(noteId));
		page.addObject("gone", notes.gone(noteId));
		page.addObject("changes", history.of(VoiceNotes.TYPE, noteId));
		return page;
	}

	@GetMapping("/{noteId}/recording")
	ResponseEntity<Resource> listen(@PathVariable UUID noteId) {
		return SoundAnswer.of(notes.sound(noteId));
	}

	@PostMapping("/{noteId}/dismissal")
	ModelAndView dismiss(@PathVariable UUID noteId, @RequestParam String reason, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + noteId + "/dismissal", reason,
				() -> commands.dismiss(noteId, reason, version), LIST + "/" + noteId, () -> show(noteId), messages);
	}

	@PostMapping("/{noteId}/objection")
	ModelAndView object(@PathVariable UUID noteId, @RequestParam String reason, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + noteId + "/objection", reason,
				() -> commands.object(noteId, reason, version), LIST + "/" + noteId, () -> show(noteId), messages);
	}

}
