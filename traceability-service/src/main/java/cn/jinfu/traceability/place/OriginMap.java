package cn.jinfu.traceability.place;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

import cn.jinfu.traceability.place.Sketch.Point;
import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Where a lot grew among the townships of its county, as coarse as a village: each point
 * is the middle of a square of some two kilometres.
 *
 * @param origins villages it grew in; at least one
 * @param townships the county's, to find one's way
 */
public record OriginMap(List<Spot> origins, List<Spot> townships) {

	public static final int WIDTH = 320;

	public static final int HEIGHT = 170;

	private static final int EDGE = 36;

	/** Degrees: a county of one township is not drawn as if it were a yard. */
	private static final double LEAST_SPAN = 0.12;

	/** A place with its name; degrees. */
	public record Spot(String name, BigDecimal lon, BigDecimal lat) {

		Point point() {
			return new Point(lon, lat);
		}

	}

	/** On the picture, in its own units. */
	public record Mark(String name, int x, int y) {
	}

	@JsonIgnore
	public List<Mark> marks() {
		return drawn(townships);
	}

	@JsonIgnore
	public List<Mark> originMarks() {
		return drawn(origins);
	}

	private List<Mark> drawn(List<Spot> some) {
		var sketch = Sketch.of(WIDTH, HEIGHT, EDGE, LEAST_SPAN,
				Stream.concat(origins.stream(), townships.stream()).map(Spot::point).toList());
		return some.stream().map(it -> new Mark(it.name(), sketch.x(it.point()), sketch.y(it.point()))).toList();
	}

}
