package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/** Lines round plots: what they enclose, what they share, and which are none. */
class BoundaryTests {

	private static final MapFrame COUNTY = new MapFrame(new BigDecimal("120.9"), new BigDecimal("30.5"),
			new BigDecimal("121.3"), new BigDecimal("30.9"));

	private static List<Corner> corners(String text) {
		return Arrays.stream(text.split(";")).map(it -> {
			var at = it.strip().split(" ");
			return new Corner(new BigDecimal(at[0]), new BigDecimal(at[1]));
		}).collect(Collectors.toList());
	}

	private static void refused(String code, ThrowingCallable act) {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(act)
			.satisfies(it -> assertThat(it.code()).isEqualTo(code));
	}

	/**
	 * Lengths of a degree on the WGS 84 ellipsoid as printed in tables: at 30 degrees
	 * 110.852 km north and 96.486 km east, at 45 degrees 111.132 and 78.847; 15 亩 are a
	 * hectare.
	 */
	@ParameterizedTest
	@CsvSource({ "100, 30, 110.852, 96.486", "100, 45, 111.132, 78.847" })
	void enclosesWhatTheTablesOfDegreesSay(BigDecimal lon, BigDecimal lat, double northKm, double eastKm) {
		var half = new BigDecimal("0.0005");
		var square = Boundary.in(MapFrame.COUNTRY,
				List.of(new Corner(lon, lat.subtract(half)), new Corner(lon.add(half), lat.subtract(half)),
						new Corner(lon.add(half), lat.add(half)), new Corner(lon, lat.add(half))));
		var hectares = (northKm * 0.001) * (eastKm * 0.0005) * 100;
		assertThat(square.areaMu().mu().doubleValue()).isCloseTo(hectares * 15, Percentage.withPercentage(0.02));
	}

	@Test
	void isTheSameInEitherDirectionClosedOrNot() {
		var ring = "121 30.6; 121.001 30.6; 121.001 30.601; 121 30.601";
		var area = Boundary.in(COUNTY, corners(ring)).areaMu();
		assertThat(Boundary.in(COUNTY, corners(ring + "; 121 30.6")).areaMu()).isEqualTo(area);
		assertThat(Boundary.in(COUNTY, corners(ring).reversed()).areaMu().mu()).isCloseTo(area.mu(),
				within(new BigDecimal("0.0001")));
	}

	@Test
	void sharesOfTheSmallerOne() {
		var left = Boundary.in(COUNTY, corners("121 30.6; 121.002 30.6; 121.002 30.601; 121 30.601"));
		var half = Boundary.in(COUNTY, corners("121.0015 30.6; 121.0025 30.6; 121.0025 30.601; 121.0015 30.601"));
		var beside = Boundary.in(COUNTY, corners("121.002 30.6; 121.003 30.6; 121.003 30.601; 121.002 30.601"));
		assertThat(left.overlapPercent(half)).isEqualByComparingTo("50");
		assertThat(half.overlapPercent(left)).isEqualByComparingTo("50");
		assertThat(left.overlapPercent(beside)).isEqualByComparingTo("0");
		assertThat(left.overlapPercent(left)).isEqualByComparingTo("100");
	}

	@Test
	void refusesWhatEnclosesNothingOrLiesElsewhere() {
		refused("production.boundary.few", () -> Boundary.in(COUNTY, corners("121 30.6; 121.001 30.6; 121 30.6")));
		refused("production.boundary.crossed",
				() -> Boundary.in(COUNTY, corners("121 30.6; 121.001 30.601; 121.001 30.6; 121 30.601")));
		refused("production.boundary.outside",
				() -> Boundary.in(COUNTY, corners("121 30.6; 121.001 30.6; 122 30.601")));
		refused("production.boundary.swapped",
				() -> Boundary.in(COUNTY, corners("30.6 121; 30.6 121.001; 30.601 121.001")));
		refused("production.boundary.small",
				() -> Boundary.in(COUNTY, corners("121 30.6; 121.00001 30.6; 121.00001 30.60001")));
		refused("production.boundary.large",
				() -> Boundary.in(COUNTY, corners("120.9 30.5; 121.3 30.5; 121.3 30.9; 120.9 30.9")));
	}

	/**
	 * The pair for Shanghai that public converters of the shifted coordinates carry in
	 * their tests.
	 */
	@Test
	void takesTheShiftOfPhoneMapsOut() {
		var there = Datum.GCJ02.toWgs84(Corner.of(121.531541859215, 31.17530398364597));
		assertThat(there.lon().doubleValue()).isCloseTo(121.5272106, within(0.000001));
		assertThat(there.lat().doubleValue()).isCloseTo(31.1774276, within(0.000001));
		var same = Corner.of(121.5, 31.1);
		assertThat(Datum.WGS84.toWgs84(same)).isEqualTo(same);
		assertThat(Datum.CGCS2000.toWgs84(same)).isEqualTo(same);
	}

	private static BoundaryFiles.Read file(String text, Integer... pick) {
		return BoundaryFiles.read(text.getBytes(StandardCharsets.UTF_8), (pick.length > 0) ? pick[0] : null);
	}

	private static final String POLYGON = "{\"type\":\"Polygon\",\"coordinates\":[[[121,30.6],[121.001,30.6],[121.001,30.601],[121,30.6]]]}";

	private static final String KML = """
			<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>a</name><Polygon>
			<outerBoundaryIs><LinearRing><coordinates>121,30.6,0 121.001,30.6,0 121.001,30.601,0 121,30.6,0</coordinates>
			</LinearRing></outerBoundaryIs></Polygon></Placemark></kml>""";

	@Test
	void readsGeoJsonAndKml() {
		var ring = corners("121 30.6; 121.001 30.6; 121.001 30.601; 121 30.6");
		assertThat(file(POLYGON)).isEqualTo(new BoundaryFiles.Read(ring, BoundarySource.GEOJSON));
		assertThat(file("\ufeff" + POLYGON).corners()).isEqualTo(ring);
		var both = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":"
				+ POLYGON + "},{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[121,30.6]}},"
				+ "{\"type\":\"Feature\",\"geometry\":" + POLYGON.replace("121.001", "121.002") + "}]}";
		refused("production.boundary.several", () -> file(both));
		assertThat(file(both, 2).corners().get(1).lon()).isEqualByComparingTo("121.002");
		refused("production.boundary.pick", () -> file(both, 3));
		assertThat(file(KML)).isEqualTo(new BoundaryFiles.Read(ring, BoundarySource.KML));
	}

	@Test
	void refusesFilesThatAreNoPlot() {
		refused("production.boundary.format", () -> file("hello"));
		refused("production.boundary.format", () -> file(""));
		refused("production.boundary.format", () -> file("{\"type\":\"Polygon\",\"coordinates\":[[[\"x\",30.6]]]}"));
		refused("production.boundary.format", () -> file("<html></html>"));
		refused("production.boundary.format", () -> file("<kml><Polygon>"));
		refused("production.boundary.none", () -> file("{\"type\":\"Point\",\"coordinates\":[121,30.6]}"));
		refused("production.boundary.crs", () -> file(POLYGON.replaceFirst("\\{",
				"{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4549\"}},")));
		refused("production.boundary.hole", () -> file(
				"{\"type\":\"Polygon\",\"coordinates\":[[[121,30.6],[121.001,30.6],[121.001,30.601]],[[121,30.6],[121.001,30.6],[121.001,30.601]]]}"));
		refused("production.boundary.too-large", () -> file("{" + " ".repeat(BoundaryFiles.MAX_BYTES)));
	}

	@Test
	void readsNothingThatAFileDeclares() {
		var evil = KML.replace("<kml", "<!DOCTYPE kml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><kml")
			.replace("<name>a</name>", "<name>&x;</name>");
		refused("production.boundary.doctype", () -> file(evil));
	}

	@Test
	void readsTypedCornersLineByLine() {
		assertThat(BoundaryFiles.typed(" 121, 30.6\n\n121.001\uff0c30.6\n121.001 30.601 "))
			.isEqualTo(corners("121 30.6; 121.001 30.6; 121.001 30.601"));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> BoundaryFiles.typed("121, 30.6\nabc"))
			.satisfies(it -> assertThat(it.code()).isEqualTo("production.boundary.typed"));
		refused("production.boundary.many", () -> BoundaryFiles.typed("121, 30.6\n121.1, 30.6\n".repeat(501)));
	}

}
