package cn.jinfu.production.iot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.iot.device.DeviceImport;
import cn.jinfu.production.iot.device.DeviceImportState;
import cn.jinfu.production.iot.device.DeviceImports;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Devices from a list, as on the console: send it and see what is wrong, then register
 * all of it or only the good rows, then take the secrets, once.
 */
@RestController
@RequestMapping("/api/v1/devices/import")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:manage')")
class DeviceImportApi {

	private static final int LENGTH = 200;

	record NewRow(@NotBlank @Size(max = LENGTH) String sn, @Nullable @Size(max = LENGTH) String name,
			@Nullable @Size(max = LENGTH) String product, @Nullable @Size(max = LENGTH) String memberNo,
			@Nullable @Size(max = LENGTH) String plot) {
	}

	/**
	 * @param name what the list is called; empty for the console's own word
	 */
	record NewList(@Nullable @Size(max = LENGTH) String name,
			@NotEmpty @Size(max = 2_000) List<@NotNull @Valid NewRow> rows) {
	}

	/**
	 * @param onlyGood leave the wrong rows out; without it one wrong row stops all
	 */
	record Run(@Nullable Boolean onlyGood) {
	}

	/**
	 * @param secretsWaiting whether the secrets can be taken
	 * @param rows every row with what is wrong with it, while it is only checked and in
	 * the answer to its registration
	 */
	record Answer(UUID id, String name, DeviceImportState state, int good, int bad, boolean secretsWaiting,
			List<DeviceImports.Line> rows) {

		static Answer of(DeviceImport one, List<DeviceImports.Line> rows) {
			return new Answer(one.id(), one.fileName(), one.state(), one.rowsGood(), one.rowsBad(), one.secret(), rows);
		}

	}

	private final DeviceImports imports;

	private final Once once;

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Answer check(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewList body, Locale locale) {
		var name = body.name();
		return answer(once.id(key, "POST /api/v1/devices/import", body, () -> imports.check(
				(name == null || name.isBlank()) ? imports.templateName() : name.strip(),
				body.rows()
					.stream()
					.map(it -> new DeviceImports.Row(it.sn(), it.name(), it.product(), it.memberNo(), it.plot()))
					.toList())),
				locale);
	}

	/** The console's sheet as it is. */
	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Answer check(@RequestParam(required = false) @Nullable MultipartFile file, Locale locale) {
		if (file == null || file.isEmpty()) {
			throw new RuleBroken("production.device-import.no-file").at("file");
		}
		try {
			return answer(imports.check(String.valueOf(file.getOriginalFilename()), file.getBytes()), locale);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@GetMapping("/{id}")
	Answer answer(@PathVariable UUID id, Locale locale) {
		return Answer.of(imports.view(id), imports.lines(id, locale));
	}

	@PostMapping("/{id}/run")
	Answer run(@PathVariable UUID id, @RequestBody Run body, Locale locale) {
		var rows = imports.lines(id, locale);
		imports.run(id, Boolean.TRUE.equals(body.onlyGood()));
		return Answer.of(imports.view(id), rows);
	}

	@PostMapping("/{id}/discard")
	Answer discard(@PathVariable UUID id) {
		imports.discard(id);
		return Answer.of(imports.view(id), List.of());
	}

	/** On the answer to this, and on no other ever after. */
	@PostMapping("/{id}/secrets")
	ResponseEntity<List<DeviceImports.Handed>> secrets(@PathVariable UUID id) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(imports.handOut(id));
	}

}
