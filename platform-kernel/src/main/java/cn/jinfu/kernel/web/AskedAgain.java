package cn.jinfu.kernel.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Money, consent, signature: whoever stays logged in on his phone for half a year is
 * asked for a code once more before this.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AskedAgain {

	/** Only when the request carries this parameter; empty means always. */
	String when() default "";

	/** The page to come back to; empty means the same address. */
	String back() default "";

}
