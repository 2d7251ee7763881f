package cn.jinfu.production.iot.overview;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.plot.Tile;
import org.jspecify.annotations.Nullable;

/**
 * The devices in use, and how well they report.
 *
 * @param at when these figures were true
 * @param all over everything that was asked for
 * @param townships by code; where one township was asked for, its villages
 * @param products by name
 * @param alarms open ones, the most urgent severity first; one line per severity
 */
public record Overview(Instant at, Group all, List<Group> townships, List<Group> products, List<Ringing> alarms,
		DeviceMap map) {

	/**
	 * Devices that have something in common.
	 *
	 * @param code of the division; of a model its name
	 * @param silent in use, and not heard for three intervals
	 * @param ringing in use, with an alarm that is not over
	 * @param unplaced on no plot with a boundary, so that no map can show them
	 * @param got usable readings of the last 24 full hours
	 * @param expected how many there should have been
	 */
	public record Group(String code, String name, int active, int online, int repair, int ringing, int unplaced,
			long got, long expected) {

		public int silent() {
			return active - online;
		}

		/** In percent; null where nothing is in use. */
		public @Nullable Integer onlinePercent() {
			return (active == 0) ? null : Integer.valueOf(online * 100 / active);
		}

		/** In percent; null where nothing was to be expected yet. */
		public @Nullable Integer completePercent() {
			return (expected == 0) ? null : Integer.valueOf((int) (got * 100 / expected));
		}

	}

	/** Open alarms of a severity. */
	public record Ringing(Severity severity, int open, int unseen) {
	}

	/**
	 * Where they stand: each a link of its own while there are few, squares of one colour
	 * where there are more than anybody could tell apart.
	 *
	 * @param drawn false while no device stands on a plot with a boundary
	 */
	public record DeviceMap(boolean drawn, List<Tile> tiles, List<Spot> spots, List<Dots> dots, List<Label> labels) {
	}

	public record Spot(UUID id, String name, DeviceMark mark, int x, int y) {
	}

	/**
	 * @param path of SVG
	 */
	public record Dots(DeviceMark mark, String path) {
	}

	/** A place's name on the map, with its devices. */
	public record Label(String code, String name, int devices, int x, int y) {
	}

}
