package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.traceability.lot.LotStatus;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What became of the sources, level by level: where something went into very many, they
 * are one node until somebody opens it.
 *
 * @param open of which nodes everything right below is shown
 * @param cut whether there is more than fits on a picture
 */
public record RecallGraph(List<Node> nodes, List<Link> links, List<UUID> open, int levels, int rows, boolean cut) {

	/** Source kinds first, then lots, what partners told of, and many at once. */
	public enum NodeKind {

		INPUT, PLANTING, LOT, PARTNER, FAN

	}

	/** Of the picture, in its own units. */
	private static final int WIDE = 250;

	private static final int HIGH = 62;

	static final int BOX_WIDE = 206;

	static final int BOX_HIGH = 50;

	private static final int EDGE = 8;

	/**
	 * @param id of a fan: of what it comes from
	 * @param count of a fan: how many it is; else one
	 * @param inScope of a lot: whether it belongs to the case; null for all else
	 * @param openable of a fan: whether it can be spread out
	 */
	public record Node(UUID id, NodeKind kind, String label, @Nullable String holder, @Nullable BigDecimal kg,
			@Nullable BigDecimal kgLeft, @Nullable LotStatus status, @Nullable Boolean inScope, int count,
			boolean openable, int level, int row) {

		@JsonIgnore
		public int x() {
			return EDGE + level * WIDE;
		}

		@JsonIgnore
		public int y() {
			return EDGE + row * HIGH;
		}

		public boolean fan() {
			return kind == NodeKind.FAN;
		}

		public boolean lot() {
			return kind == NodeKind.LOT;
		}

		/** How it looks: held, called back, or not concerned after all. */
		@JsonIgnore
		public String css() {
			var how = (status != null) ? " is-" + status.name().toLowerCase(java.util.Locale.ROOT) : "";
			return "n-" + kind.name().toLowerCase(java.util.Locale.ROOT) + how
					+ (Boolean.FALSE.equals(inScope) ? " is-out" : "");
		}

	}

	/** From one node to another, by their places in the list. */
	public record Link(int from, int to) {
	}

	@JsonIgnore
	public int width() {
		return 2 * EDGE + (levels - 1) * WIDE + BOX_WIDE;
	}

	@JsonIgnore
	public int height() {
		return 2 * EDGE + (rows - 1) * HIGH + BOX_HIGH;
	}

	/** What is open when this is opened too. */
	public List<UUID> with(UUID more) {
		return Stream.concat(open.stream(), Stream.of(more)).distinct().toList();
	}

	/** The links as one path. */
	@JsonIgnore
	public String path() {
		var path = new StringBuilder();
		for (var link : links) {
			var a = nodes.get(link.from());
			var b = nodes.get(link.to());
			var x = a.x() + BOX_WIDE;
			var y = a.y() + BOX_HIGH / 2;
			var toY = b.y() + BOX_HIGH / 2;
			var middle = (x + b.x()) / 2;
			path.append('M').append(x).append(' ').append(y);
			path.append('C').append(middle).append(' ').append(y).append(' ');
			path.append(middle).append(' ').append(toY).append(' ').append(b.x()).append(' ').append(toY);
		}
		return path.toString();
	}

}
