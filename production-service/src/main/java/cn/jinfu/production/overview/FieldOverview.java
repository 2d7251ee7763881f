package cn.jinfu.production.overview;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.planting.Staging;
import cn.jinfu.production.plot.CountyMap;

/**
 * What stands in the fields, and what is in its way. Areas in 亩.
 *
 * @param on the day on which it was so
 * @param places by code; where one township was asked for, its villages
 * @param crops the largest area first
 * @param stages by crop, in order of the stages; what goes by no standard last
 * @param alarms of devices that ring and stand on the map
 */
public record FieldOverview(LocalDate on, Figures all, List<Place> places, List<Crop> crops, List<Stage> stages,
		CountyMap map, List<Ringing> alarms) {

	/**
	 * Each of them is the length of a list.
	 *
	 * @param unverified plots that wait for an officer
	 * @param plantings that stand: planned, growing, being picked
	 * @param undecided of these, with a use that a technician has not decided or upheld
	 * @param interval of these, with an interval that is not over
	 * @param problems lots of these that were picked although they must not be sold
	 * @param cases 核查单 that are not closed
	 * @param alarms that are not over
	 */
	public record Figures(int plots, BigDecimal plotMu, int unverified, int plantings, BigDecimal plantedMu,
			int undecided, int interval, int problems, int cases, int alarms) {
	}

	/**
	 * @param exact whether its code finds these rows and no more: what lies in a township
	 * without a village cannot be asked for by itself
	 */
	public record Place(String code, String name, Figures figures, boolean exact) {
	}

	public record Crop(String code, String name, Figures figures) {
	}

	/**
	 * @param name empty where it stands in no stage
	 */
	public record Stage(String crop, String cropName, Staging staging, String name, int plantings, BigDecimal areaMu) {
	}

	/** An alarm at its place on the drawing. */
	public record Ringing(UUID id, String name, Severity severity, int x, int y) {
	}

}
