package cn.jinfu.production;

/** Base units of agricultural inputs. Never added across: a millilitre is no gram. */
public enum InputUnit {

	G, ML, PIECE

}
