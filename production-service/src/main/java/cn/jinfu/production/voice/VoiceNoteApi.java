package cn.jinfu.production.voice;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.NewOperation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What farms say of their work, for the phone's own client and for the desk. */
@RestController
@RequestMapping("/api/v1/voice-notes")
@RequiredArgsConstructor
@PreAuthorize(VoiceNotes.READS)
class VoiceNoteApi {

	/**
	 * @param operation a day to come makes it a plan, whatever {@code planned} says
	 */
	record Transcription(@NotNull Long version, @NotNull @Valid NewOperation operation) {
	}

	record Question(@NotBlank @Size(max = 200) String question, @NotNull Long version) {
	}

	record Reason(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	private final VoiceNotes notes;

	private final VoiceNoteCommands commands;

	private final InputCatalogue inputs;

	@GetMapping
	Paged<VoiceNoteView> list(@RequestParam(required = false) @Nullable VoiceNoteState state,
			@RequestParam(defaultValue = "false") boolean late, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return notes.list(new VoiceNotes.Filter(state, late, after, Paged.limit(limit)));
	}

	@GetMapping("/{noteId}")
	VoiceNoteView show(@PathVariable UUID noteId) {
		return notes.view(noteId);
	}

	/** What was said; each listening by staff leaves a record. */
	@GetMapping("/{noteId}/recording")
	ResponseEntity<Resource> listen(@PathVariable UUID noteId) {
		return SoundAnswer.of(notes.sound(noteId));
	}

	/**
	 * @param clientUid the phone's own id: the same upload twice counts once
	 * @param seconds as the phone counted them, at most 60
	 * @param answersId an earlier note that the clerk could not make out
	 */
	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@PreAuthorize("hasAuthority('production:voice:tell')")
	@ResponseStatus(HttpStatus.CREATED)
	VoiceNoteView tell(@RequestParam UUID clientUid, @RequestParam(required = false) @Nullable List<UUID> plantingIds,
			@RequestParam MultipartFile recording, @RequestParam(required = false) @Nullable Integer seconds,
			@RequestParam(required = false) @Nullable UUID answersId) {
		return notes
			.view(commands.tell(new VoiceNoteCommands.Tell(clientUid, (plantingIds != null) ? plantingIds : List.of(),
					PortalVoiceNotePages.content(recording), seconds, answersId)));
	}

	@PutMapping("/{noteId}/transcription")
	@PreAuthorize("hasAuthority('production:voice:write')")
	VoiceNoteView writeDown(@PathVariable UUID noteId, @Valid @RequestBody Transcription body) {
		commands.writeDown(noteId, body.operation().done(inputs), body.version());
		return notes.view(noteId);
	}

	@PostMapping("/{noteId}/question")
	@PreAuthorize("hasAuthority('production:voice:write')")
	VoiceNoteView ask(@PathVariable UUID noteId, @Valid @RequestBody Question body) {
		commands.ask(noteId, body.question(), body.version());
		return notes.view(noteId);
	}

	@PostMapping("/{noteId}/dismissal")
	@PreAuthorize("hasAuthority('production:voice:tell')")
	VoiceNoteView dismiss(@PathVariable UUID noteId, @Valid @RequestBody Reason body) {
		commands.dismiss(noteId, body.reason(), body.version());
		return notes.view(noteId);
	}

	@PostMapping("/{noteId}/objection")
	@PreAuthorize("hasAuthority('production:voice:tell')")
	VoiceNoteView object(@PathVariable UUID noteId, @Valid @RequestBody Reason body) {
		commands.object(noteId, body.reason(), body.version());
		return notes.view(noteId);
	}

	@PostMapping("/{noteId}/settlement")
	@PreAuthorize("hasAuthority('production:voice:write')")
	VoiceNoteView settle(@PathVariable UUID noteId, @Valid @RequestBody Reason body) {
		commands.settle(noteId, body.reason(), body.version());
		return notes.view(noteId);
	}

}
