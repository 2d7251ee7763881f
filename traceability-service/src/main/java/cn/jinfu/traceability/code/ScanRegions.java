package cn.jinfu.traceability.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where a scan came from, as a city or a province and never nearer. The product knows no
 * addresses: a gateway in front may say the division's code in a header that the operator
 * names; without one nothing is known.
 */
@Component
public class ScanRegions {

	private static final String TABLE = "/trace/regions.csv";

	private static final double EARTH_KM = 6371;

	private static final int PROVINCE = 2;

	private static final int CITY = 4;

	/** A middle and how far the region reaches from it, both rounded. */
	private record Place(double latitude, double longitude, int reachKm, String name) {
	}

	private final Map<String, Place> places;

	private final String header;

	ScanRegions(@Value("${jinfu.scans.region-header:}") String header) {
		this.header = header.strip();
		this.places = read();
	}

	/** Two or four digits; null when nobody says, or nonsense. */
	public @Nullable String of(HttpServletRequest request) {
		return header.isEmpty() ? null : coarse(request.getHeader(header));
	}

	static @Nullable String coarse(@Nullable String code) {
		var plain = (code != null) ? code.strip() : "";
		if (!plain.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}")) {
			return null;
		}
		var city = plain.substring(0, Math.min(CITY, plain.length()));
		return city.endsWith("00") ? city.substring(0, PROVINCE) : city;
	}

	/**
	 * How far two regions are apart at the least, so that two neighbours of a border are
	 * never far: zero where one of them is unknown.
	 */
	public int apartKm(String one, String other) {
		var from = place(one);
		var to = place(other);
		if (from == null || to == null) {
			return 0;
		}
		return Math.max(0, (int) between(from, to) - from.reachKm() - to.reachKm());
	}

	/**
	 * What a region is called, a city that is not in the table by its province; null for
	 * what is unknown.
	 */
	public @Nullable String name(@Nullable String code) {
		var place = (code != null) ? place(code) : null;
		return (place != null) ? place.name() : null;
	}

	/** A city that is not in the table is as wide as its province. */
	private @Nullable Place place(String code) {
		var city = places.get(code);
		return (city != null || code.length() <= PROVINCE) ? city : places.get(code.substring(0, PROVINCE));
	}

	private static double between(Place from, Place to) {
		var latitude = Math.toRadians(to.latitude() - from.latitude()) / 2;
		var longitude = Math.toRadians(to.longitude() - from.longitude()) / 2;
		var chord = Math.pow(Math.sin(latitude), 2) + Math.cos(Math.toRadians(from.latitude()))
				* Math.cos(Math.toRadians(to.latitude())) * Math.pow(Math.sin(longitude), 2);
		return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
	}

	private static Map<String, Place> read() {
		var table = Objects.requireNonNull(ScanRegions.class.getResourceAsStream(TABLE));
		try (var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
			var places = new HashMap<String, Place>();
			lines.lines().skip(1).map(it -> it.split(",", -1)).forEach(it -> {
				var place = new Place(Double.parseDouble(it[1]), Double.parseDouble(it[2]), Integer.parseInt(it[3]),
						it[4]);
				places.put(it[0], place);
			});
			return places;
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException(unreadable);
		}
	}

}
