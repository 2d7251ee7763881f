package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import cn.jinfu.traceability.place.Sketch;
import cn.jinfu.traceability.place.Sketch.Point;
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

		Optional<Point> point() {
			return (lon != null && lat != null) ? Optional.of(new Point(lon, lat)) : Optional.empty();
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
		var all = Stream.concat(places.stream(), landmarks.stream()).flatMap(it -> it.point().stream()).toList();
		if (all.isEmpty()) {
			return List.of();
		}
		var sketch = Sketch.of(WIDTH, HIGH, EDGE, LEAST_SPAN, all);
		return some.stream().flatMap(it -> it.point().stream().map(point -> {
			var share = (most > 0) ? Math.sqrt(it.kg().doubleValue() / most) : 0;
			return new Spot(it, sketch.x(point), sketch.y(point), (int) Math.round(6 + 30 * share));
		})).toList();
	}

}
