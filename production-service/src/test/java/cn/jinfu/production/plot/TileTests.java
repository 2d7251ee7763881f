package cn.jinfu.production.plot;

import cn.jinfu.kernel.MapTiles;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TileTests {

	private static final String URL = "https://tiles.example.cn:8443/w/{z}/{x}/{y}.png?k=1";

	@Test
	void picturesCoverWhatIsLookedAtAndMeetEdgeToEdge() {
		var view = CountyMap.View.at(121.1, 30.7, 0.3);
		var tiles = Tile.over(view, new MapTiles(URL, "WGS84", ""));
		assertThat(tiles).hasSizeBetween(9, 60);
		assertThat(tiles.stream().mapToLong(Tile::x).min().orElseThrow()).isLessThanOrEqualTo(0);
		assertThat(tiles.stream().mapToLong(Tile::y).min().orElseThrow()).isLessThanOrEqualTo(0);
		assertThat(tiles.stream().mapToLong(it -> it.x() + it.width()).max().orElseThrow())
			.isGreaterThanOrEqualTo(CountyMap.WIDTH);
		assertThat(tiles.stream().mapToLong(it -> it.y() + it.height()).max().orElseThrow())
			.isGreaterThanOrEqualTo(CountyMap.HEIGHT);
		var first = tiles.getFirst();
		assertThat(tiles).anyMatch(it -> it.x() == first.x() + first.width() && it.y() == first.y());
		assertThat(first.address()).startsWith("https://tiles.example.cn:8443/w/").endsWith(".png?k=1");
	}

	/**
	 * The pyramid's own example: Greenwich on the equator is the corner of the four
	 * middle ones; and by the formula of the OpenStreetMap wiki (slippy map tilenames)
	 * 121.47 E 31.23 N is 13/6860/3347 (121.47 / 360 + 0.5 = 0.837417 of 8192).
	 */
	@Test
	void aPlaceLiesOnThePictureThatThePyramidSays() {
		var view = CountyMap.View.at(121.47, 31.23, 0.002);
		var middle = Tile.over(view, new MapTiles(URL, "WGS84", ""))
			.stream()
			.filter(it -> it.x() <= 480 && it.x() + it.width() > 480 && it.y() <= 300 && it.y() + it.height() > 300)
			.toList();
		assertThat(middle).hasSize(1);
		// at depth 18 a picture of depth 13 is 32 wide and high
		var parts = middle.getFirst().address().split("/");
		assertThat(parts[4]).isEqualTo("18");
		assertThat(Integer.parseInt(parts[5]) / 32).isEqualTo(6860);
		assertThat(Integer.parseInt(parts[6].split("\\.")[0]) / 32).isEqualTo(3347);
	}

	@Test
	void picturesOfPhonesMapsAreMovedBackToWhereTheyBelong() {
		var view = CountyMap.View.at(121.1, 30.7, 0.02);
		var straight = Tile.over(view, new MapTiles(URL, "WGS84", ""));
		var moved = Tile.over(view, new MapTiles(URL, "GCJ02", ""));
		var one = straight.getFirst();
		var same = moved.stream().filter(it -> it.address().equals(one.address())).findFirst().orElseThrow();
		// The shift there is some 0.0045 degrees to the east, 216 units of this drawing:
		// back to the west.
		assertThat(one.x() - same.x()).isBetween(180L, 250L);
	}

	@Test
	void offUntilAnAddressIsNamedAndAWrongOneIsRefused() {
		var off = new MapTiles("", "WGS84", "");
		assertThat(off.on()).isFalse();
		assertThat(off.origin()).isEmpty();
		assertThat(Tile.over(CountyMap.View.at(121, 30, 1), off)).isEmpty();
		assertThat(new MapTiles(URL, "WGS84", "").origin()).contains("https://tiles.example.cn:8443");
		for (var bad : new String[] { "https://a.cn/{z}/{x}.png", "http://a.cn/{z}/{x}/{y}", "https:///{z}/{x}/{y}",
				"https://u:p@a.cn/{z}/{x}/{y}", "javascript:{z}{x}{y}" }) {
			assertThatIllegalStateException().as(bad).isThrownBy(() -> new MapTiles(bad, "WGS84", ""));
		}
		assertThatIllegalStateException().isThrownBy(() -> new MapTiles(URL, "BD09", ""));
	}

}
