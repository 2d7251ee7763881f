package cn.jinfu.production.plot;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the corners of a plot from GeoJSON (RFC 7946) or KML (OGC 12-007r2). What it
 * cannot take for certain, it refuses: more than one area without a choice, a hole,
 * another coordinate system, a document type.
 */
final class BoundaryFiles {

	static final int MAX_BYTES = 1 << 20;

	/** Rings of one file; a file of a whole county is not for one plot. */
	private static final int MAX_AREAS = 500;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/** A ring, and whether something was cut out of it. */
	private record Area(List<Corner> ring, boolean hole) {
	}

	record Read(List<Corner> corners, BoundarySource source) {
	}

	private BoundaryFiles() {
	}

	/**
	 * @param pick which of several areas, from 1; null where there is one
	 */
	static Read read(byte[] content, @Nullable Integer pick) {
		if (content.length > MAX_BYTES) {
			throw refuse("production.boundary.too-large", MAX_BYTES >> 20);
		}
		return switch (first(content)) {
			case '{' -> new Read(chosen(json(content), pick), BoundarySource.GEOJSON);
			case '<' -> new Read(chosen(kml(content), pick), BoundarySource.KML);
			default -> throw refuse("production.boundary.format");
		};
	}

	private static char first(byte[] content) {
		var text = new String(content, 0, Math.min(content.length, 200), StandardCharsets.UTF_8);
		var bare = (text.startsWith("\ufeff") ? text.substring(1) : text).strip();
		return bare.isEmpty() ? ' ' : bare.charAt(0);
	}

	private static List<Corner> chosen(List<Area> areas, @Nullable Integer pick) {
		if (areas.isEmpty()) {
			throw refuse("production.boundary.none");
		}
		if (areas.size() > 1 && pick == null) {
			throw new RuleBroken("production.boundary.several", areas.size()).at("pick");
		}
		var at = (pick != null) ? pick : 1;
		if (at < 1 || at > areas.size()) {
			throw new RuleBroken("production.boundary.pick", at, areas.size()).at("pick");
		}
		var area = areas.get(at - 1);
		if (area.hole()) {
			throw refuse("production.boundary.hole");
		}
		return area.ring();
	}

	private static List<Area> json(byte[] content) {
		var areas = new ArrayList<Area>();
		try {
			var root = JSON.readTree(content);
			var crs = root.path("crs").path("properties").path("name").asString("CRS84").toUpperCase(Locale.ROOT);
			if (!crs.contains("CRS84") && !crs.endsWith("4326") && !crs.endsWith("4490")) {
				throw refuse("production.boundary.crs", crs.substring(0, Math.min(crs.length(), 60)));
			}
			collect(root, areas);
		}
		catch (JacksonException broken) {
			throw refuse("production.boundary.format");
		}
		return areas;
	}

	private static void collect(JsonNode node, List<Area> areas) {
		switch (node.path("type").asString("")) {
			case "FeatureCollection" -> node.path("features").forEach(it -> collect(it, areas));
			case "Feature" -> collect(node.path("geometry"), areas);
			case "GeometryCollection" -> node.path("geometries").forEach(it -> collect(it, areas));
			case "MultiPolygon" -> node.path("coordinates").forEach(it -> polygon(it, areas));
			case "Polygon" -> polygon(node.path("coordinates"), areas);
			case "Point", "MultiPoint", "LineString", "MultiLineString" -> {
				// a tree or a ditch in the same file; not an area
			}
			case "" -> {
				if (!node.isNull()) {
					throw refuse("production.boundary.format");
				}
			}
			default -> throw refuse("production.boundary.format");
		}
	}

	private static void polygon(JsonNode rings, List<Area> areas) {
		if (!rings.isArray() || rings.isEmpty() || !rings.get(0).isArray()) {
			throw refuse("production.boundary.format");
		}
		var ring = new ArrayList<Corner>();
		for (var position : rings.get(0)) {
			if (position.size() < 2 || !position.get(0).isNumber() || !position.get(1).isNumber()) {
				throw refuse("production.boundary.format");
			}
			ring.add(corner(() -> position.get(0).decimalValue(), () -> position.get(1).decimalValue()));
		}
		add(new Area(ring, rings.size() > 1), areas);
	}

	private static List<Area> kml(byte[] content) {
		var areas = new ArrayList<Area>();
		try {
			var reader = factory().createXMLStreamReader(new ByteArrayInputStream(content));
			try {
				walk(reader, areas);
			}
			finally {
				reader.close();
			}
		}
		catch (XMLStreamException broken) {
			throw refuse("production.boundary.format");
		}
		return areas;
	}

	private static XMLInputFactory factory() {
		var factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
		return factory;
	}

	private static void walk(XMLStreamReader reader, List<Area> areas) throws XMLStreamException {
		var root = true;
		var outer = true;
		List<Corner> ring = List.of();
		var hole = false;
		while (reader.hasNext()) {
			switch (reader.next()) {
				case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
					throw refuse("production.boundary.doctype");
				case XMLStreamConstants.START_ELEMENT -> {
					if (root && !reader.getLocalName().equals("kml")) {
						throw refuse("production.boundary.format");
					}
					root = false;
					switch (reader.getLocalName()) {
						case "Polygon" -> {
							ring = List.of();
							hole = false;
							outer = false;
						}
						case "outerBoundaryIs" -> outer = true;
						case "innerBoundaryIs" -> {
							outer = false;
							hole = true;
						}
						case "coordinates" -> {
							var text = reader.getElementText();
							ring = outer ? tuples(text) : ring;
							outer = false;
						}
						default -> {
							// styles, names, folders
						}
					}
				}
				case XMLStreamConstants.END_ELEMENT -> {
					if (reader.getLocalName().equals("Polygon")) {
						add(new Area(ring, hole), areas);
					}
				}
				default -> {
					// text between elements, comments
				}
			}
		}
	}

	private static List<Corner> tuples(String text) {
		var ring = new ArrayList<Corner>();
		for (var tuple : text.strip().split("\\s+")) {
			var parts = tuple.split(",");
			if (parts.length < 2) {
				throw refuse("production.boundary.format");
			}
			ring.add(corner(() -> new BigDecimal(parts[0]), () -> new BigDecimal(parts[1])));
		}
		return ring;
	}

	/** One corner a line: longitude, latitude, with a comma or a space between. */
	static List<Corner> typed(String text) {
		var ring = new ArrayList<Corner>();
		var line = 0;
		for (var row : text.strip().lines().toList()) {
			line++;
			if (row.isBlank()) {
				continue;
			}
			var parts = row.strip().split("[\\s,\uff0c]+");
			if (parts.length != 2 || !parts[0].matches("-?\\d{1,3}(\\.\\d{1,15})?")
					|| !parts[1].matches("-?\\d{1,3}(\\.\\d{1,15})?")) {
				throw new RuleBroken("production.boundary.typed", line).at("corners");
			}
			ring.add(new Corner(new BigDecimal(parts[0]), new BigDecimal(parts[1])));
			if (ring.size() > Boundary.MAX_CORNERS + 1) {
				throw new RuleBroken("production.boundary.many", ring.size(), Boundary.MAX_CORNERS).at("corners");
			}
		}
		return ring;
	}

	/** Degrees, so that no number of a million digits is worked with. */
	private static Corner corner(Supplier<BigDecimal> lon, Supplier<BigDecimal> lat) {
		try {
			var east = lon.get();
			var north = lat.get();
			if (east.precision() > 40 || north.precision() > 40 || Math.abs(east.scale()) > 40
					|| Math.abs(north.scale()) > 40) {
				throw refuse("production.boundary.format");
			}
			return new Corner(east, north);
		}
		catch (NumberFormatException broken) {
			throw refuse("production.boundary.format");
		}
	}

	private static void add(Area area, List<Area> areas) {
		if (areas.size() == MAX_AREAS) {
			throw refuse("production.boundary.too-many-areas", MAX_AREAS);
		}
		areas.add(area);
	}

	private static RuleBroken refuse(String code, Object... args) {
		return new RuleBroken(code, args).at("file");
	}

}
