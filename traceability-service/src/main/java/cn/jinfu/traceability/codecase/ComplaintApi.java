package cn.jinfu.traceability.codecase;

import cn.jinfu.traceability.codecase.Complaints.ComplaintKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Complaints of strangers, as a form's fields, with or without a picture. */
@RestController
@RequestMapping("/api/public/complaints")
@RequiredArgsConstructor
class ComplaintApi {

	record Body(@NotBlank @Size(max = 60) String code, @NotNull ComplaintKind kind,
			@NotBlank @Size(max = 500) String words, @Nullable @Size(max = 100) String boughtAt,
			@Nullable MultipartFile photo) {
	}

	private final Complaints complaints;

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Complaints.Progress tell(@Valid @ModelAttribute Body body, HttpServletRequest request) {
		return complaints.progress(complaints.tell(new Complaints.Complaint(body.code(), body.kind(), body.words(),
				body.boughtAt(), body.photo(), request.getRemoteAddr())));
	}

	@GetMapping("/{reference}")
	Complaints.Progress progress(@PathVariable String reference) {
		return complaints.progress(reference);
	}

}
