package cn.jinfu.traceability.scan;

import java.io.IOException;

import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.QrReader;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.code.WrittenCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** A photographed label: the picture is read and forgotten. */
@Controller
@RequiredArgsConstructor
class CodePhotoPages {

	private final MessageSource words;

	/** Leads to the code's own address, whatever host stands in the picture. */
	@PostMapping("/t/photo")
	String read(@RequestParam(required = false) @Nullable MultipartFile photo, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var picture = (photo == null || photo.getSize() > FileStore.MAX_BYTES) ? new byte[0] : photo.getBytes();
		var text = QrReader.read(picture).orElse("");
		var code = WrittenCode.of(text);
		if (code.space().isEmpty() || code.serial().isEmpty()) {
			response.setStatus(422);
			model.addAttribute("reason",
					words.getMessage(
							(picture.length == 0) ? "trace.photo.none"
									: text.isEmpty() ? "trace.photo.unread" : "trace.photo.other",
							null, LocaleContextHolder.getLocale()));
			return "traceability/scan-enter";
		}
		return "redirect:" + CodePaths.label(code.space(), code.serial());
	}

}
