package cn.jinfu.production.planting;

/** 春, 夏, 秋, 冬; YEAR for what stands all year (orchards, asparagus). */
public enum SeasonPart {

	SPRING, SUMMER, AUTUMN, WINTER, YEAR

}
