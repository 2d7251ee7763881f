package cn.jinfu.traceability.lot;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.traceability.lot.LotDocument.ChainStep;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of a lot can still do about a step that is missing.
 *
 * @param path the page where it is done; null where it is another's turn
 */
public record Mending(ChainStep kind, String messageKey, @Nullable String path) {

	/**
	 * @param own whether the holder grew it all on one field of his
	 */
	static List<Mending> of(LotView lot, Completeness score, boolean own) {
		var acts = new ArrayList<Mending>();
		for (var kind : score.missing()) {
			acts.add(new Mending(kind, key(lot, kind, own), own ? path(lot, kind) : ownPath(lot, kind)));
		}
		return acts;
	}

	private static String key(LotView lot, ChainStep kind, boolean own) {
		return switch (kind) {
			case PLANTING, FERTILISE, SPRAY, HARVEST -> "trace.mend." + (own ? kind.name() : "upstream");
			case CERTIFICATE -> "trace.mend.CERTIFICATE" + (lot.sellable() ? "" : ".wait");
			case TEST, REWORK, PACK, DISPATCH, COLD_CHAIN, ARRIVAL -> "trace.mend." + kind;
		};
	}

	private static @Nullable String path(LotView lot, ChainStep kind) {
		return switch (kind) {
			case PLANTING, HARVEST -> "/portal/plantings/" + lot.plantingId();
			case FERTILISE, SPRAY -> "/portal/plantings/" + lot.plantingId() + "#none";
			case TEST, CERTIFICATE, REWORK, PACK, DISPATCH, COLD_CHAIN, ARRIVAL -> ownPath(lot, kind);
		};
	}

	private static @Nullable String ownPath(LotView lot, ChainStep kind) {
		return switch (kind) {
			case CERTIFICATE -> lot.sellable() ? certificate(lot.id()) : null;
			case ARRIVAL -> "/portal/orders";
			case PLANTING, FERTILISE, SPRAY, TEST, HARVEST, REWORK, PACK, DISPATCH, COLD_CHAIN -> null;
		};
	}

	private static String certificate(UUID lotId) {
		return "/portal/lots/" + lotId + "/certificate";
	}

}
