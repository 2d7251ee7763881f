package cn.jinfu.production.season;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.production.operation.OperationKind;
import lombok.With;

/**
 * One task of a standard on one planting, in days of the calendar.
 *
 * @param no of the task in its standard
 */
public record SeasonTask(UUID plantingId, String plantingNo, UUID memberId, @With String memberName, String plotName,
		String cropName, String variety, String stage, int no, OperationKind kind, String name, LocalDate from,
		LocalDate to, TaskState state) {
}
