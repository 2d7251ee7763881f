package cn.jinfu.kernel;

import java.util.function.Supplier;

import org.springframework.beans.InvalidPropertyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.ModelAndView;

/**
 * Post, redirect, get: either the command is accepted and we redirect, or the form comes
 * back with its errors, what was typed, and 422; 409 when somebody else was faster.
 */
public final class Forms {

	private Forms() {
	}

	/**
	 * @param next where an accepted command leads, within this site
	 */
	public static ModelAndView submit(BindingResult errors, Runnable command, String next, String form) {
		return submit(errors, () -> {
			command.run();
			return next;
		}, form);
	}

	/**
	 * @param command gives where to go next
	 */
	public static ModelAndView submit(BindingResult errors, Supplier<String> command, String form) {
		if (!errors.hasErrors()) {
			try {
				return new ModelAndView("redirect:" + command.get());
			}
			catch (Refusal.Stale stale) {
				reject(errors, stale);
				return new ModelAndView(form, HttpStatus.CONFLICT);
			}
			catch (OptimisticLockingFailureException lost) {
				reject(errors, new Refusal.Stale("kernel.stale"));
				return new ModelAndView(form, HttpStatus.CONFLICT);
			}
			catch (Refusal.RuleBroken | Refusal.WrongState | Refusal.Forbidden refusal) {
				reject(errors, refusal);
			}
		}
		return new ModelAndView(form, HttpStatus.UNPROCESSABLE_CONTENT);
	}

	/** Puts a refusal beside its field, or on top when it has none on this form. */
	public static void reject(BindingResult errors, Refusal refusal) {
		var code = "problem." + refusal.code();
		var field = refusal.field();
		if (field != null && errors.getTarget() != null && hasField(errors, field)) {
			errors.rejectValue(field, code, refusal.args(), refusal.code());
		}
		else {
			errors.reject(code, refusal.args(), refusal.code());
		}
	}

	private static boolean hasField(BindingResult errors, String field) {
		try {
			errors.getFieldValue(field);
			return true;
		}
		catch (InvalidPropertyException absent) {
			return false;
		}
	}

}
