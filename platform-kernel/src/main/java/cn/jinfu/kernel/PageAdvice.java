package cn.jinfu.kernel;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.servlet.ModelAndView;

/**
 * The same refusals, for people. Ordered after {@link ProblemAdvice}, since every
 * RestController is a Controller too.
 */
@ControllerAdvice(annotations = Controller.class)
@Order(1)
@Slf4j
@RequiredArgsConstructor
class PageAdvice {

	private final Problems problems;

	private final MessageSource messages;

	private final Outbox outbox;

	@ExceptionHandler
	ModelAndView onRefusal(Refusal refusal, Locale locale, HttpServletRequest request, HttpServletResponse response) {
		outbox.refused(request, response, refusal);
		log.info("refused: {}", refusal.getMessage());
		var page = new ModelAndView("error/refusal", Problems.status(refusal));
		page.addObject("status", Problems.status(refusal).value());
		page.addObject("words", problems.words(refusal, locale));
		page.addObject("next", problems.next(refusal, locale));
		page.addObject("requestId", MDC.get("requestId"));
		return page;
	}

	@ExceptionHandler
	ModelAndView onStale(OptimisticLockingFailureException lost, Locale locale, HttpServletRequest request,
			HttpServletResponse response) {
		return onRefusal(new Refusal.Stale("kernel.stale"), locale, request, response);
	}

	@ExceptionHandler
	ModelAndView onUpload(MaxUploadSizeExceededException tooLarge, Locale locale, HttpServletRequest request,
			HttpServletResponse response) {
		return onRefusal(new Refusal.RuleBroken("kernel.file.too-large"), locale, request, response);
	}

	@ExceptionHandler
	ModelAndView onDenied(AccessDeniedException denied, Locale locale, HttpServletRequest request,
			HttpServletResponse response) {
		return onRefusal(new Refusal.Forbidden("kernel.forbidden"), locale, request, response);
	}

	@ExceptionHandler
	ModelAndView onConstraint(DataIntegrityViolationException violation, Locale locale, HttpServletRequest request,
			HttpServletResponse response) {
		var code = Constraints.name(violation).map(name -> "constraint." + name).orElse("");
		if ((messages.getMessage("problem." + code, null, "", locale) + "").isEmpty()) {
			if (Constraints.isTwice(violation)) {
				return onRefusal(new Refusal.Stale("kernel.stale"), locale, request, response);
			}
			if (Constraints.isUnfit(violation)) {
				return onRefusal(new Refusal.RuleBroken("kernel.unfit"), locale, request, response);
			}
			throw violation;
		}
		return onRefusal(new Refusal.RuleBroken(code), locale, request, response);
	}

}
