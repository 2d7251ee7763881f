package cn.jinfu.kernel;

import java.util.List;
import java.util.function.Function;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next opaque cursor of the following page, null on the last
 * @param total how many rows match; {@code totalCapped} says that it is "at least"
 */
public record Paged<T>(List<T> items, @Nullable @Size(max = Paged.LONGEST_CURSOR) String next, long total,
		boolean totalCapped) {

	/** Where a list goes on is said in no more than this. */
	public static final int LONGEST_CURSOR = 500;

	/** Counting stops here: an exact count of a huge list costs more than it tells. */
	public static final int COUNT_CAP = 10_000;

	public static final int MAX_LIMIT = 100;

	public Paged {
		items = List.copyOf(items);
	}

	/** Keeps what a caller asked for within bounds; absent means 20. */
	public static int limit(@Nullable Integer asked) {
		return (asked == null) ? 20 : Math.clamp(asked, 1, MAX_LIMIT);
	}

	/**
	 * @param rows up to {@code limit + 1} rows, the extra one telling that there is more
	 * @param cursor what continues after a given row
	 */
	public static <T> Paged<T> of(List<T> rows, int limit, long counted, Function<T, String> cursor) {
		var more = rows.size() > limit;
		var items = more ? rows.subList(0, limit) : rows;
		return new Paged<>(items, more ? cursor.apply(items.getLast()) : null, Math.min(counted, COUNT_CAP),
				counted > COUNT_CAP);
	}

	/**
	 * A page of a list that is short enough to be read whole.
	 * @param sorted by key, as text
	 */
	public static <T> Paged<T> slice(List<T> sorted, @Nullable String after, int limit, Function<T, String> key) {
		var place = Cursor.read(after, 1);
		var rest = sorted.stream()
			.filter(it -> place.isEmpty() || key.apply(it).compareTo(place.getFirst()) > 0)
			.limit(limit + 1L)
			.toList();
		return of(rest, limit, sorted.size(), it -> Cursor.of(key.apply(it)));
	}

	/** Everything there is, on one page. */
	public static <T> Paged<T> whole(List<T> all) {
		return new Paged<>(all, null, all.size(), false);
	}

	public <R> Paged<R> map(Function<? super T, ? extends R> change) {
		return new Paged<>(items.stream().<R>map(change).toList(), next, total, totalCapped);
	}

}
