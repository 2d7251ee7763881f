package cn.jinfu.production;

import cn.jinfu.kernel.FieldUnit;

/** Base units of agricultural inputs. Never added across: a millilitre is no gram. */
public enum InputUnit {

	G, ML, PIECE;

	public FieldUnit.Measure measure() {
		return switch (this) {
			case G -> FieldUnit.Measure.MASS;
			case ML -> FieldUnit.Measure.VOLUME;
			case PIECE -> FieldUnit.Measure.COUNT;
		};
	}

}
