package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * What a regulator asks for and has within a day: all steps of all lots, to be sorted.
 */
class TraceExportIT extends OverHttp {

	private static final String YEAR = "/console/trace-export?from=2026-01-01&to=2027-12-31";

	@Test
	void everyStepOfEveryLotIsARowOfTheSameColumns() throws IOException {
		var rows = rows();
		var heads = rows.getFirst();
		assertThat(heads).hasSize(14).doesNotContain("").allSatisfy(it -> assertThat(it).doesNotContain("trace."));
		var lines = rows.subList(1, rows.size());
		assertThat(lines).allSatisfy(it -> {
			assertThat(it.get(0)).as("step").isNotBlank().doesNotContain("trace.");
			assertThat(it.get(1)).as("day").isNotBlank();
			assertThat(it.get(2)).as("lot").isNotBlank();
		});
		var steps = new HashSet<>(lines.stream().map(List::getFirst).toList());
		assertThat(steps).contains("采收", "检测", "合格证").hasSizeGreaterThanOrEqualTo(6);
		var picked = lines.stream().filter(it -> it.getFirst().equals("采收")).map(it -> it.get(2)).toList();
		assertThat(Set.copyOf(picked)).as("each harvest of the year is in it")
			.hasSize(Integer.parseInt(
					one("select count(*)::text from trace_lot where kind = ? and harvested_on >= date '2026-01-01'",
							"HARVEST")));
	}

	/** So that a spreadsheet sorts by them: days, times and figures are no texts. */
	@Test
	void daysTimesAndFiguresAreTypedAndStatesAreWords() throws IOException {
		var answer = send(staff("auditor"), HttpMethod.GET, YEAR, "", null);
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.getResponse().getContentAsByteArray()));
				var rows = book.getFirstSheet().openStream()) {
			rows.skip(1).forEach(row -> {
				for (var column : List.of(1, 4, 10, 12)) {
					row.getOptionalCell(column)
						.filter(cell -> cell.getType() != CellType.EMPTY)
						.ifPresent(
								cell -> assertThat(cell.getType()).as("column " + column).isEqualTo(CellType.NUMBER));
				}
			});
		}
		var lines = rows().subList(1, rows().size());
		assertThat(lines).allSatisfy(it -> assertThat(it.get(7) + it.get(8) + it.get(9) + it.get(11))
			.doesNotContain("PASS", "ISSUED", "SENT", "CONFIRMED", "SHIPPED", "PAID", "->", "enum."));
		assertThat(lines.stream().filter(it -> it.getFirst().equals("检测")).map(it -> it.get(9))).contains("合格");
		assertThat(lines.stream().filter(it -> it.getFirst().equals("用药用肥"))).isNotEmpty()
			.allSatisfy(it -> assertThat(it.get(11)).isIn("克", "毫升", "个"));
	}

	@Test
	void whatWasEnteredLaterThanTheOrdinaryDaysSaysSoAndWhatWasNotDoesNot() throws IOException {
		var sale = one(
				"""
						select no from supply_field_sale where status <> ? and harvest_lot_id is not null order by no limit 1""",
				"VOID");
		assertThat(late(sale)).isBlank();
		var recorded = one("select recorded_at::text from supply_field_sale where no = ?", sale);
		entered(sale, "sold_on::timestamptz + interval '5 days'");
		try {
			assertThat(late(sale)).as("five days are ordinary").isBlank();
			entered(sale, "sold_on::timestamptz + interval '9 days'");
			assertThat(late(sale)).isEqualTo("补记");
		}
		finally {
			entered(sale, "'" + recorded + "'::timestamptz");
		}
	}

	@Test
	void itIsForThoseWhoSeeRecallsAndForDaysThatMakeSense() {
		assertThat(send(staff("auditor"), HttpMethod.GET, YEAR, "", null)).hasStatusOk();
		assertThat(send(staff("member.clerk"), HttpMethod.GET, YEAR, "", null)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(
				send(staff("auditor"), HttpMethod.GET, "/console/trace-export?from=2026-02-01&to=2026-01-01", "", null))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	private String late(String reference) throws IOException {
		return rows().stream().filter(it -> reference.equals(it.get(8))).findFirst().orElseThrow().get(13);
	}

	private void entered(String sale, String at) {
		one("with done as (update supply_field_sale set recorded_at = " + at
				+ " where no = ? returning 1) select count(*)::text from done", sale);
	}

	private List<List<String>> rows() throws IOException {
		var answer = send(staff("auditor"), HttpMethod.GET, YEAR, "", null);
		assertThat(answer).hasStatusOk();
		assertThat(answer.getResponse().getHeader("Content-Disposition")).contains("trace-2026-01-01", ".xlsx");
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.getResponse().getContentAsByteArray()))) {
			return book.getFirstSheet()
				.read()
				.stream()
				.map(row -> java.util.stream.IntStream.range(0, 14)
					.mapToObj(i -> row.getOptionalCell(i).map(cell -> String.valueOf(cell.getRawValue())).orElse(""))
					.map(it -> "null".equals(it) ? "" : it)
					.toList())
				.toList();
		}
	}

}
