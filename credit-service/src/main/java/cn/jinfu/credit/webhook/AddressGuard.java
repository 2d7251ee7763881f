package cn.jinfu.credit.webhook;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where the platform may be sent by an address that somebody else chose: public networks
 * over TLS, and one private network where two people agreed on it. This machine itself
 * only where the configuration says so, for a demo and for tests.
 */
@Component
public class AddressGuard {

	private static final int LONGEST = 300;

	private static final List<Range> CLOSED = ranges("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
			"169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
			"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23",
			"2001:db8::/32", "2002::/16", "3fff::/20");

	/** Of IPv6 only this part is public; it leaves out what carries an IPv4 address. */
	private static final Range GLOBAL_V6 = Range.of("2000::/3");

	private static final List<Range> PRIVATE = ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

	/** A private network for one bank is no larger. */
	private static final int WIDEST_V4 = 16;

	private static final int WIDEST_V6 = 48;

	private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

	private final boolean loopback;

	AddressGuard(@Value("${jinfu.webhook.loopback:false}") boolean loopback) {
		this.loopback = loopback;
	}

	/** Some first bits of an address. */
	private record Range(byte[] network, int bits) {

		/**
		 * @throws IllegalArgumentException when it is none
		 */
		static Range of(String text) {
			var parts = text.split("/", -1);
			if (parts.length != 2 || !parts[0].matches("[0-9.]{7,15}|[0-9a-fA-F:]{2,39}")
					|| !parts[1].matches("[0-9]{1,3}")) {
				throw new IllegalArgumentException(text);
			}
			var network = InetAddress.ofLiteral(parts[0]).getAddress();
			var bits = Integer.parseInt(parts[1]);
			if (bits > network.length * Byte.SIZE) {
				throw new IllegalArgumentException(text);
			}
			return new Range(network, bits);
		}

		boolean holds(byte[] address) {
			if (address.length != network.length) {
				return false;
			}
			var rest = network.length * Byte.SIZE - bits;
			return new BigInteger(1, address).shiftRight(rest).equals(new BigInteger(1, network).shiftRight(rest));
		}

		boolean holds(Range smaller) {
			return smaller.bits >= bits && holds(smaller.network);
		}

	}

	private static List<Range> ranges(String... texts) {
		return Arrays.stream(texts).map(Range::of).toList();
	}

	/**
	 * What can be said of an address before anybody asks the name service.
	 * @param range a private network in which it may lie, or null
	 * @throws RuleBroken {@code credit.webhook.address}
	 */
	URI require(String text, @Nullable String range) {
		var uri = parse(text.strip());
		var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
		var here = loopback && HERE.contains(host);
		var secure = "https".equalsIgnoreCase(uri.getScheme()) || (here && "http".equalsIgnoreCase(uri.getScheme()));
		if (!secure || uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getPort() > 65_535) {
			throw new RuleBroken("credit.webhook.address").at("url");
		}
		var literal = host.startsWith("[") || host.matches("[0-9.]+");
		// eight or ten: readers of addresses do not agree
		if (literal && host.matches("(.*\\.)?0[0-9].*")) {
			throw new RuleBroken("credit.webhook.address").at("url");
		}
		if (literal && !allows(literal(host), range)) {
			throw new RuleBroken("credit.webhook.address-private").at("url");
		}
		if (!literal && !here && !host.contains(".")) {
			throw new RuleBroken("credit.webhook.address").at("url");
		}
		return uri;
	}

	private static InetAddress literal(String host) {
		try {
			return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
		}
		catch (IllegalArgumentException odd) {
			throw new RuleBroken("credit.webhook.address").at("url");
		}
	}

	private static URI parse(String text) {
		try {
			var uri = URI.create(text);
			if (text.length() <= LONGEST && text.matches("[!-~]+") && uri.getHost() != null
					&& uri.getScheme() != null) {
				return uri;
			}
		}
		catch (IllegalArgumentException unreadable) {
			// told below
		}
		throw new RuleBroken("credit.webhook.address").at("url");
	}

	/**
	 * A private network that two people may open for one bank.
	 * @return null when none is given
	 * @throws RuleBroken {@code credit.webhook.range}
	 */
	@Nullable String requireRange(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return null;
		}
		try {
			var range = Range.of(text.strip());
			var widest = (range.network().length == 4) ? WIDEST_V4 : WIDEST_V6;
			if (range.bits() >= widest && PRIVATE.stream().anyMatch(it -> it.holds(range))) {
				return text.strip();
			}
		}
		catch (IllegalArgumentException unreadable) {
			// told below
		}
		throw new RuleBroken("credit.webhook.range", WIDEST_V4).at("privateRange");
	}

	/**
	 * The address to connect to, and to no other: of a name every address must be
	 * allowed, or none is.
	 * @throws UnknownHostException when there is none
	 * @throws RuleBroken when one of them is not allowed
	 */
	InetAddress resolve(URI uri, @Nullable String range) throws UnknownHostException {
		var all = InetAddress.getAllByName(uri.getHost());
		if (!Arrays.stream(all).allMatch(it -> allows(it, range))) {
			throw new RuleBroken("credit.webhook.address-private").at("url");
		}
		return all[0];
	}

	boolean allows(InetAddress address, @Nullable String range) {
		var bytes = address.getAddress();
		if (address.isLoopbackAddress()) {
			return loopback;
		}
		if (range != null && Range.of(range).holds(bytes)) {
			return true;
		}
		return CLOSED.stream().noneMatch(it -> it.holds(bytes))
				&& (!(address instanceof Inet6Address) || GLOBAL_V6.holds(bytes));
	}

}
