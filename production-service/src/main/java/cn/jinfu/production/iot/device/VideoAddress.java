package cn.jinfu.production.iot.device;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera can be looked at: an address that is opened elsewhere. It is shown to
 * everybody who may see the place, so nothing in it may open a door.
 */
public record VideoAddress(String text) {

	private static final int LONGEST = 500;

	/** Names under which secrets are written into addresses; the table knows the same. */
	private static final Set<String> SECRETS = Set.of("accesstoken", "access_token", "token", "accesskey", "access_key",
			"auth", "authorization", "credential", "jwt", "key", "passwd", "password", "pass", "pwd", "secret",
			"session", "sessionid", "sig", "sign", "signature", "user", "username");

	/**
	 * @throws RuleBroken {@code production.video.address},
	 * {@code production.video.not-https}, {@code production.video.credentials}
	 */
	public VideoAddress {
		text = text.strip();
		if (text.isEmpty() || text.length() > LONGEST) {
			throw new RuleBroken("production.video.address", LONGEST).at("address");
		}
		URI address;
		try {
			address = new URI(text);
		}
		catch (URISyntaxException none) {
			throw new RuleBroken("production.video.address", LONGEST).at("address");
		}
		if (!"https".equals(address.getScheme())) {
			throw new RuleBroken("production.video.not-https").at("address");
		}
		var authority = address.getRawAuthority();
		if (authority == null || authority.isEmpty()) {
			throw new RuleBroken("production.video.address", LONGEST).at("address");
		}
		if (authority.contains("@") || tellsSecret(address.getRawQuery()) || tellsSecret(address.getRawFragment())) {
			throw new RuleBroken("production.video.credentials").at("address");
		}
		if (address.getHost() == null) {
			throw new RuleBroken("production.video.address", LONGEST).at("address");
		}
	}

	private static boolean tellsSecret(@Nullable String part) {
		return Stream.of(Objects.requireNonNullElse(part, "").split("[?&;#]"))
			.filter(it -> it.indexOf('=') >= 0)
			.map(it -> it.substring(0, it.indexOf('=')).toLowerCase(Locale.ROOT))
			.anyMatch(SECRETS::contains);
	}

	public String host() {
		return URI.create(text).getHost();
	}

}
