package cn.jinfu.kernel;

import java.util.function.Supplier;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/**
 * An action of a page that was refused. The page comes again, says why on top, and opens
 * the action with what was typed ({@code ui/detail :: refused} and {@code reasoned}).
 *
 * @param path the action's address
 * @param typed the reason that came with it; empty when it asks for none
 * @param next what to do now, empty where the message says all there is
 */
public record RefusedAct(String path, String typed, String message, String next) {

	/** Id of the field that holds what was typed. */
	public static String field(String path) {
		return "r" + path.replaceAll("[^A-Za-z0-9]", "-");
	}

	/** Id of this action's own field; empty when it has none. */
	public String field() {
		return typed.isEmpty() ? "" : field(path);
	}

	/**
	 * Post, redirect, get for such an action: 422 with the same page when a rule says no,
	 * 409 when somebody else was faster.
	 * @param next where an accepted action leads
	 * @param page the page that the action stands on, as it is now
	 */
	public static ModelAndView submit(String path, String typed, Runnable command, String next,
			Supplier<ModelAndView> page, MessageSource messages) {
		try {
			command.run();
			return new ModelAndView("redirect:" + next);
		}
		catch (Refusal.Stale stale) {
			return again(path, typed, stale, page.get(), HttpStatus.CONFLICT, messages);
		}
		catch (OptimisticLockingFailureException lost) {
			return again(path, typed, new Refusal.Stale("kernel.stale"), page.get(), HttpStatus.CONFLICT, messages);
		}
		catch (Refusal.RuleBroken | Refusal.WrongState | Refusal.Forbidden refusal) {
			return again(path, typed, refusal, page.get(), HttpStatus.UNPROCESSABLE_CONTENT, messages);
		}
	}

	private static ModelAndView again(String path, String typed, Refusal refusal, ModelAndView page, HttpStatus status,
			MessageSource messages) {
		var code = "problem." + refusal.code();
		var locale = LocaleContextHolder.getLocale();
		var message = messages.getMessage(code, refusal.args(), refusal.code(), locale);
		var next = messages.getMessage(code + ".next", refusal.args(), "", locale);
		page.addObject("refused", new RefusedAct(path, typed, String.valueOf(message), String.valueOf(next)));
		page.setStatus(status);
		return page;
	}

}
