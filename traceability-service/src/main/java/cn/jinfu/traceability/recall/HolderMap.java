package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Where the goods of a case are, by township and no nearer: a township's place is the
 * middle of its fields, rounded to a hundredth of a degree, some kilometre.
 *
 * @param places with something of the case, the most kilograms first
 * @param landmarks the other townships of the federation, to find one's way
 */
public record HolderMap(List<Place> places, List<Place> landmarks) {

	private static final int WIDTH = 960;

	private static final int HIGH = 480;

	private static final int EDGE = 70;

	/** Two townships side by side are not drawn as if they lay worlds apart. */
	private static final double LEAST_SPAN = 0.12;

	/**
	 * @param code of the township; null for buyers of whom only a name is known
	 * @param holders members that have some, and buyers
	 * @param lon null where no field is drawn
	 */
	public record Place(@Nullable String code, @Nullable String name, int holders, int lots, BigDecimal stockKg,
			BigDecimal soldKg, @Nullable BigDecimal lon, @Nullable BigDecimal lat) {

		public BigDecimal kg() {
			return stockKg.add(soldKg);
		}

		boolean placed() {
			return lon != null;
		}

	}

	/**
	 * On the picture, in its own units.
	 *
	 * @param radius its area grows with the kilograms
	 */
	public record Spot(Place place, int x, int y, int radius) {
	}

	@JsonIgnore
	public List<Spot> spots() {
		var most = places.stream().map(Place::kg).mapToDouble(BigDecimal::doubleValue).max().orElse(0);
		return drawn(places, most);
	}

	@JsonIgnore
	public List<Spot> marks() {
		return drawn(landmarks, 0);
	}

	private List<Spot> drawn(List<Place> some, double most) {
		var all = java.util.stream.Stream.concat(places.stream(), landmarks.stream()).filter(Place::placed).toList();
		if (all.isEmpty()) {
			return List.of();
		}
		var west = all.stream().mapToDouble(HolderMap::lon).min().orElseThrow();
		var east = all.stream().mapToDouble(HolderMap::lon).max().orElseThrow();
		var south = all.stream().mapToDouble(HolderMap::lat).min().orElseThrow();
		var north = all.stream().mapToDouble(HolderMap::lat).max().orElseThrow();
		var flat = Math.cos(Math.toRadians((south + north) / 2));
		var perLat = Math.min((WIDTH - 2 * EDGE) / Math.max((east - west) * flat, LEAST_SPAN),
				(HIGH - 2 * EDGE) / Math.max(north - south, LEAST_SPAN));
		return some.stream().filter(Place::placed).map(it -> {
			var x = WIDTH / 2.0 + (lon(it) - (west + east) / 2) * flat * perLat;
			var y = HIGH / 2.0 - (lat(it) - (south + north) / 2) * perLat;
			var share = (most > 0) ? Math.sqrt(it.kg().doubleValue() / most) : 0;
			return new Spot(it, (int) Math.round(x), (int) Math.round(y), (int) Math.round(6 + 30 * share));
		}).toList();
	}

	private static double lon(Place place) {
		return Objects.requireNonNull(place.lon()).doubleValue();
	}

	private static double lat(Place place) {
		return Objects.requireNonNull(place.lat()).doubleValue();
	}

}
