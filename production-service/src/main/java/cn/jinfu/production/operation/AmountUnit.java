package cn.jinfu.production.operation;

/** 方 (water), 公斤, 斤, 株, 盘: of what is no input from the holding. */
public enum AmountUnit {

	CUBIC_METRE, KILOGRAM, JIN, PLANT, TRAY

}
