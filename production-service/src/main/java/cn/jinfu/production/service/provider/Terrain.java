package cn.jinfu.production.service.provider;

/** How the land lies, and so how far out from the station one farms for others. */
public enum Terrain {

	PLAIN(3), HILLS(6);

	private final int circleKm;

	Terrain(int circleKm) {
		this.circleKm = circleKm;
	}

	/** Beyond it the way is long: a warning, never a refusal. */
	public int circleKm() {
		return circleKm;
	}

}
