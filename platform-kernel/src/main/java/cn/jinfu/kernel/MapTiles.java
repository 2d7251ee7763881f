package cn.jinfu.kernel;

import java.net.URI;
import java.util.Optional;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Pictures of the ground behind the county's map, from a server that the operator names;
 * off until then. Whoever looks at the map asks that server for its pictures, so the
 * policy of the pages lets exactly this one through.
 */
@Component
public class MapTiles {

	/** Where the pictures of the map lie off the ground: the phone maps' shift. */
	public static final String SHIFTED = "GCJ02";

	private final String url;

	private final String datum;

	private final String credit;

	/**
	 * @throws IllegalStateException for an address that is none, so that the start says
	 * it
	 */
	public MapTiles(@Value("${jinfu.map.tiles-url:}") String url, @Value("${jinfu.map.tiles-datum:WGS84}") String datum,
			@Value("${jinfu.map.tiles-credit:}") String credit) {
		this.url = url.strip();
		this.datum = datum.strip();
		this.credit = credit.strip();
		if (!this.url.isEmpty()) {
			check();
		}
	}

	private void check() {
		if (!url.contains("{z}") || !url.contains("{x}") || !url.contains("{y}")) {
			throw new IllegalStateException("jinfu.map.tiles-url needs {z}, {x} and {y}: " + url);
		}
		if (!datum.equals("WGS84") && !datum.equals(SHIFTED)) {
			throw new IllegalStateException("jinfu.map.tiles-datum is WGS84 or GCJ02: " + datum);
		}
		var address = URI.create(at(0, 0, 0));
		if (!"https".equals(address.getScheme()) || address.getHost() == null || address.getUserInfo() != null) {
			throw new IllegalStateException("jinfu.map.tiles-url is an https address with a host: " + url);
		}
	}

	public boolean on() {
		return !url.isEmpty();
	}

	/** Who must be let through: scheme, host and port. */
	public Optional<String> origin() {
		if (!on()) {
			return Optional.empty();
		}
		var address = URI.create(at(0, 0, 0));
		return Optional.of("https://" + address.getHost() + ((address.getPort() >= 0) ? ":" + address.getPort() : ""));
	}

	/** One picture of the pyramid of Web Mercator. */
	public String at(int z, int x, int y) {
		return url.replace("{z}", String.valueOf(z))
			.replace("{x}", String.valueOf(x))
			.replace("{y}", String.valueOf(y));
	}

	public boolean shifted() {
		return datum.equals(SHIFTED);
	}

	/** What the maker wants to stand beside it, with the map's review number. */
	public String credit() {
		return credit;
	}

}
