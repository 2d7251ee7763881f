package cn.jinfu.traceability.place;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import cn.jinfu.traceability.place.Sketch.Point;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Where a lot grew among the townships of its county, as coarse as a village: each point
 * is the middle of a square of some two kilometres.
 *
 * @param origins villages it grew in; at least one
 * @param townships the county's, to find one's way
 */
public record OriginMap(List<Spot> origins, List<Spot> townships) {

	public static final int WIDTH = 320;

	public static final int HEIGHT = 240;

	private static final int EDGE = 36;

	/** Side of a letter of a name. */
	private static final int LETTER = 18;

	private static final int ORIGIN_RADIUS = 10;

	private static final int MARK_RADIUS = 4;

	/** Degrees: a county of one township is not drawn as if it were a yard. */
	private static final double LEAST_SPAN = 0.12;

	/** A place with its name; degrees. */
	public record Spot(String name, BigDecimal lon, BigDecimal lat) {

		Point point() {
			return new Point(lon, lat);
		}

	}

	/**
	 * On the picture, in its own units.
	 *
	 * @param nameY foot of its name, whose middle is at {@code x}; null where another
	 * name stands already
	 */
	public record Mark(String name, int x, int y, @Nullable Integer nameY) {
	}

	/** What a name covers. */
	private record Box(int west, int north, int east, int south) {

		boolean inside() {
			return west >= 0 && north >= 0 && east <= WIDTH && south <= HEIGHT;
		}

		boolean meets(Box other) {
			return west < other.east && other.west < east && north < other.south && other.north < south;
		}

	}

	@JsonIgnore
	public List<Mark> marks() {
		return drawn().subList(origins.size(), origins.size() + townships.size());
	}

	@JsonIgnore
	public List<Mark> originMarks() {
		return drawn().subList(0, origins.size());
	}

	/** Origins first: their names have the first choice of room. */
	private List<Mark> drawn() {
		var all = Stream.concat(origins.stream(), townships.stream()).toList();
		var sketch = Sketch.of(WIDTH, HEIGHT, EDGE, LEAST_SPAN, all.stream().map(Spot::point).toList());
		var taken = new ArrayList<Box>();
		var marks = new ArrayList<Mark>();
		for (var spot : origins) {
			taken.add(dot(sketch.x(spot.point()), sketch.y(spot.point())));
		}
		for (var spot : all) {
			var x = sketch.x(spot.point());
			var y = sketch.y(spot.point());
			var above = y - (marks.size() < origins.size() ? ORIGIN_RADIUS : MARK_RADIUS) - 4;
			var below = y + (marks.size() < origins.size() ? ORIGIN_RADIUS : MARK_RADIUS) + LETTER;
			marks.add(new Mark(spot.name(), x, y, room(spot.name(), x, above, below, taken)));
		}
		return marks;
	}

	private static @Nullable Integer room(String name, int x, int above, int below, List<Box> taken) {
		for (var foot : List.of(above, below)) {
			var half = name.length() * LETTER / 2;
			var box = new Box(x - half, foot - LETTER, x + half, foot + 2);
			if (box.inside() && taken.stream().noneMatch(box::meets)) {
				taken.add(box);
				return foot;
			}
		}
		return null;
	}

	private static Box dot(int x, int y) {
		return new Box(x - ORIGIN_RADIUS, y - ORIGIN_RADIUS, x + ORIGIN_RADIUS, y + ORIGIN_RADIUS);
	}

}
