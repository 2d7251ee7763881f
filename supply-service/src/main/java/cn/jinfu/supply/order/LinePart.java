package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * What of a line is delivered out of which lot.
 *
 * @param kg null: the whole line
 */
public record LinePart(UUID lineId, UUID lotId, @Nullable BigDecimal kg) {

	private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

	private static final Pattern WHOLE = Pattern.compile("lot-(" + ID + ")");

	private static final Pattern PART = Pattern.compile("kg-(" + ID + ")-(" + ID + ")");

	private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,7}([.][0-9]{1,3})?");

	/**
	 * From a form: {@code lot-<line>} names the lot of the whole line, {@code
	 * kg-<line>-<lot>} kilograms of one of several, which then count alone.
	 */
	static List<LinePart> of(Map<String, String> given) {
		var parts = new ArrayList<LinePart>();
		given.forEach((name, value) -> {
			var part = PART.matcher(name);
			if (part.matches() && !value.isBlank()) {
				if (!WEIGHT.matcher(value.strip()).matches()) {
					throw new RuleBroken("supply.order.part-kg", value.strip()).at(name);
				}
				parts.add(new LinePart(UUID.fromString(part.group(1)), UUID.fromString(part.group(2)),
						new BigDecimal(value.strip())));
			}
		});
		given.forEach((name, value) -> {
			var whole = WHOLE.matcher(name);
			if (whole.matches() && value.matches(ID)) {
				var line = UUID.fromString(whole.group(1));
				if (parts.stream().noneMatch(it -> it.lineId().equals(line))) {
					parts.add(new LinePart(line, UUID.fromString(value), null));
				}
			}
		});
		return parts;
	}

	static List<LinePart> whole(Map<UUID, UUID> lots) {
		return lots.entrySet().stream().map(it -> new LinePart(it.getKey(), it.getValue(), null)).toList();
	}

}
