package cn.jinfu.kernel.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where strangers reach this platform: {@code jinfu.public-url}, or where the request
 * came in.
 */
@Component
public class PublicUrl {

	private final String configured;

	PublicUrl(@Value("${jinfu.public-url:}") String configured) {
		this.configured = configured.strip().replaceAll("/+$", "");
	}

	/**
	 * Of a path of ours.
	 * @param path begins with a slash
	 */
	public String of(String path) {
		return base() + path;
	}

	/** Without a slash at its end. */
	public String base() {
		return configured.isEmpty() ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
				: configured;
	}

}
