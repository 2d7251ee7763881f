package cn.jinfu.production.voice;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.operation.OperationForm;
import cn.jinfu.production.operation.OperationForms;
import jakarta.validation.Valid;
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
import org.springframework.web.servlet.ModelAndView;

/** 听写 at the desk: the recording, and the ordinary form beside it. */
@Controller
@RequestMapping("/console/voice-notes")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:voice:write')")
class VoiceNotePages {

	private static final String LIST = "/console/voice-notes";

	private static final String NOTE = "production/voice/note";

	private final VoiceNotes notes;

	private final VoiceNoteCommands commands;

	private final OperationForms forms;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable VoiceNoteState state,
			@RequestParam(required = false) @Nullable Boolean late,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				notes.list(new VoiceNotes.Filter(state, Boolean.TRUE.equals(late), after, Paged.limit(limit))));
		model.addAttribute("states", VoiceNoteState.values());
		return "production/voice/notes";
	}

	@GetMapping("/{noteId}")
	String show(@PathVariable UUID noteId, @ModelAttribute("form") OperationForm asked, BindingResult unread,
			Model model) {
		return opened(noteId, asked, model);
	}

	/** With what the farm chose, and the day on which it spoke. */
	private String opened(UUID noteId, OperationForm asked, Model model) {
		var it = notes.view(noteId);
		var said = it.arrivedAt().atZone(BusinessClock.ZONE).toLocalDate();
		return page(it, it.can("WRITE_DOWN") ? forms.opened(asked.on(it.plantingIds(), said), it.memberId()) : asked,
				model);
	}

	private String page(VoiceNoteView it, OperationForm form, Model model) {
		model.addAttribute("it", it);
		model.addAttribute("gone", notes.gone(it.id()));
		model.addAttribute("changes", history.of(VoiceNotes.TYPE, it.id()));
		model.addAttribute("form", form);
		if (it.can("WRITE_DOWN")) {
			forms.choices(form, it.memberId(), model);
		}
		return NOTE;
	}

	/** Each listening leaves a record. */
	@GetMapping("/{noteId}/recording")
	ResponseEntity<Resource> listen(@PathVariable UUID noteId) {
		return SoundAnswer.of(notes.sound(noteId));
	}

	@PostMapping("/{noteId}/transcription")
	ModelAndView writeDown(@PathVariable UUID noteId, @RequestParam long version,
			@Valid @ModelAttribute("form") OperationForm form, BindingResult errors, Model model) {
		var refused = Forms.submit(errors, () -> {
			commands.writeDown(noteId, forms.done(form, Once.clientUid(form.requestKey())), version);
			return LIST + "/" + noteId;
		}, NOTE);
		if (NOTE.equals(refused.getViewName())) {
			page(notes.view(noteId), form, model);
		}
		return refused;
	}

	@PostMapping("/{noteId}/question")
	ModelAndView ask(@PathVariable UUID noteId, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(noteId, "/question", reason, () -> commands.ask(noteId, reason, version), model);
	}

	@PostMapping("/{noteId}/settlement")
	ModelAndView settle(@PathVariable UUID noteId, @RequestParam String reason, @RequestParam long version,
			Model model) {
		return act(noteId, "/settlement", reason, () -> commands.settle(noteId, reason, version), model);
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID noteId, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(LIST + "/" + noteId + action, typed, command, LIST + "/" + noteId,
				() -> new ModelAndView(opened(noteId, OperationForm.blank(), model)), messages);
	}

}
