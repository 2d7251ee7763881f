package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The boundary of a plot that is in force.
 *
 * @param corners {@code [longitude, latitude]} of WGS 84, the first not repeated
 * @param areaMu what it encloses, in 亩
 * @param overlaps with other plots, from 1 per cent of the smaller one up, the largest
 * first
 */
public record BoundaryView(UUID plotId, int edition, List<List<BigDecimal>> corners, BigDecimal areaMu,
		BoundarySource source, String byName, Instant at, List<Overlap> overlaps) {

	/**
	 * @param percent of the smaller of the two
	 * @param blocks whether this plot cannot be verified while it is so
	 */
	public record Overlap(String no, BigDecimal percent, boolean blocks) {
	}

	/** As the form takes it: one corner a line. */
	public String text() {
		var lines = new StringBuilder();
		corners.forEach(at -> lines.append(at.get(0).toPlainString())
			.append(", ")
			.append(at.get(1).toPlainString())
			.append('\n'));
		return lines.toString();
	}

}
