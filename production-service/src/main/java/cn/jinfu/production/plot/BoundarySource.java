package cn.jinfu.production.plot;

/** How the corners came: on the map, on foot, as numbers, from a file. */
public enum BoundarySource {

	DRAWN, WALKED, TYPED, GEOJSON, KML

}
