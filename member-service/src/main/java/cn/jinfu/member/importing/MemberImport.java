package cn.jinfu.member.importing;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One uploaded list, without its content.
 *
 * @param rowsDone how many rows the running import has passed
 * @param stuck it runs, but has not been heard of for two minutes: it may be started
 * again
 * @param failure code of the refusal that stopped it; nothing was imported
 * @param kept whether the sheet, or after the import its wrong rows, can still be had
 */
public record MemberImport(UUID id, String fileName, ImportStatus status, int rowsGood, int rowsBad, int rowsRepaired,
		int rowsDone, boolean onlyGood, String byName, Instant createdAt, @Nullable Instant doneAt, boolean stuck,
		@Nullable String failure, boolean kept) {

	public int rows() {
		return rowsGood + rowsBad;
	}

	public int percent() {
		return (rowsGood == 0) ? 0 : Math.min(100, rowsDone * 100 / rowsGood);
	}

}
