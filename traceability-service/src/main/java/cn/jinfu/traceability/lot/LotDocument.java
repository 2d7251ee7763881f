package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import cn.jinfu.traceability.place.OriginMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a consumer may know of a lot, made when the lot changes and not when
 * somebody scans. Holds codes and facts, no sentences: the page says them in the reader's
 * language. No person, phone, plot or buyer is in it.
 *
 * @param holdReason why it is held or recalled, else null
 * @param photoId public picture of the product, as far as labels name one
 * @param brand as far as there are labels
 * @param plotPhotoId picture of the field, where all of it grew on one
 * @param comments the latest; null in documents from before there were any
 * @param map null where no field of the village has a boundary, and in documents from
 * before there were maps
 * @param callBack null unless it was called back
 */
public record LotDocument(String lotCode, String crop, String cropName, @Nullable String variety,
		@Nullable String grade, String producer, String origin, LocalDate harvestedOn, BigDecimal kg, String status,
		@Nullable String holdReason, LocalDate statusOn, @Nullable Certificate certificate, @Nullable Test test,
		List<Step> steps, int completeness, @Nullable UUID photoId, @Nullable List<Comment> comments,
		@Nullable Brand brand, @Nullable Story story, @Nullable UUID plotPhotoId, @Nullable OriginMap map,
		@Nullable CallBack callBack) {

	private static final int OF_A_KIND = 20;

	/**
	 * Where one reads more of it, or asks.
	 *
	 * @param notice number of the public notice that names this lot; null where it was
	 * called back without one
	 * @param federation who called it back
	 * @param phone the federation's own, as it was then; null where it gave none
	 */
	public record CallBack(@Nullable String notice, String federation, @Nullable String phone) {
	}

	/** What the farm tells of itself, as far as the federation let it stand. */
	public record Story(String words, @Nullable UUID photoId) {
	}

	/**
	 * What the labels stand for.
	 *
	 * @param design of the package, as ordered last
	 */
	public record Brand(String standard, String title, @Nullable String design) {
	}

	/** What somebody with the package in hand wrote and the federation let stand. */
	public record Comment(LocalDate on, int stars, @Nullable String words) {
	}

	/**
	 * @param basis CONTROL, SELF_TEST, LAB_TEST
	 */
	public record Certificate(String number, LocalDate issuedOn, BigDecimal kg, List<String> basis, boolean valid) {
	}

	public record Test(String laboratory, LocalDate sampledOn, String edition, String verdict, List<Item> items) {

		public boolean passed() {
			return "PASS".equals(verdict);
		}

	}

	/** Milligrams per kilogram; {@code result} is null when nothing was detected. */
	public record Item(String pesticide, @Nullable BigDecimal result, BigDecimal loq, @Nullable BigDecimal limit,
			String verdict) {
	}

	/** The steps of the chain, in the order in which they happen. */
	public enum ChainStep {

		PLANTING, FERTILISE, SPRAY, TEST, HARVEST, REWORK, CERTIFICATE, PACK, DISPATCH, COLD_CHAIN, ARRIVAL

	}

	/** How a step of the chain stands. */
	public enum Mark {

		/** Recorded. */
		DONE,
		/** The farm says that there was nothing to record. */
		NONE,
		/** Should be there and is not. */
		MISSING,
		/** Not due: it has not come to that, or never will. */
		OPEN

	}

	/**
	 * One step; without a day it was not recorded.
	 *
	 * @param late entered later than the federation's ordinary days after it was done, or
	 * a spraying after the harvest it concerns
	 * @param mark null in documents of before there were marks
	 */
	public record Step(ChainStep kind, @Nullable LocalDate on, List<String> details, boolean late, Mark mark) {

		public Step {
			if (mark == null) {
				mark = (on != null) ? Mark.DONE : Mark.MISSING;
			}
		}

		Step(ChainStep kind, LocalDate on, List<String> details, boolean late) {
			this(kind, on, details, late, Mark.DONE);
		}

		public boolean recorded() {
			return on != null;
		}

		/** Whether the chain is asked for it. */
		public boolean due() {
			return mark != Mark.OPEN;
		}

		/** Message of what was done, filled with {@link #args()}. */
		public String messageKey() {
			return "trace.step." + kind + "." + ((kind == ChainStep.REWORK) ? details.getFirst() : details.size());
		}

		public Object[] args() {
			return ((kind == ChainStep.REWORK) ? details.subList(1, details.size()) : details).toArray();
		}

		static Step missing(ChainStep kind) {
			return new Step(kind, null, List.of(), false, Mark.MISSING);
		}

		static Step open(ChainStep kind) {
			return new Step(kind, null, List.of(), false, Mark.OPEN);
		}

		static Step none(ChainStep kind, LocalDate until) {
			return new Step(kind, until, List.of(), false, Mark.NONE);
		}

	}

	/**
	 * @param more steps that are not listed, each of a kind of which many are
	 */
	public record Chain(List<Step> steps, int more) {
	}

	/**
	 * The steps as a page lists them, the latest first. A lot mixed of hundreds has
	 * hundreds of one kind: of those the first, the late ones before all others.
	 */
	public Chain chain() {
		var shown = new ArrayList<Step>();
		for (var kind : ChainStep.values()) {
			steps.stream()
				.filter(it -> it.kind() == kind)
				.sorted(Comparator.comparing(Step::late).reversed())
				.limit(OF_A_KIND)
				.sorted(Comparator.comparing(Step::on, Comparator.nullsLast(Comparator.naturalOrder())))
				.forEach(shown::add);
		}
		return new Chain(shown.reversed(), steps.size() - shown.size());
	}

	/** From the steps, so that it is the same wherever they are shown. */
	public Completeness score() {
		return Completeness.of(LotStatus.valueOf(status), steps);
	}

	/** Held, recalled or destroyed: it shows as stopped, never as nearly complete. */
	public boolean stopped() {
		return LotStatus.valueOf(status).stopped();
	}

}
