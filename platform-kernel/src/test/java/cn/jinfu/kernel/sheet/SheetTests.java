package cn.jinfu.kernel.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.kernel.sheet.SheetTemplate.Column;
import cn.jinfu.kernel.sheet.SheetTemplate.Kind;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetTests {

	private static final SheetTemplate MEMBERS = new SheetTemplate("会员",
			List.of(Column.of("name", "姓名", Kind.TEXT).mandatory(),
					Column.of("idNo", "身份证号", Kind.IDENTIFIER).mandatory(), Column.of("areaMu", "面积（亩）", Kind.NUMBER),
					Column.of("joinedOn", "入会日期", Kind.DATE),
					Column.choice("kind", "类型", Map.of("家庭农场", "FAMILY_FARM", "合作社", "COOPERATIVE"))));

	private static byte[] book(Consumer<Worksheet> content) {
		var out = new ByteArrayOutputStream();
		try (var book = new Workbook(out, "test", "1.0")) {
			content.accept(book.newWorksheet("Sheet1"));
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
		return out.toByteArray();
	}

	private static void row(Worksheet sheet, int row, Object... values) {
		for (int column = 0; column < values.length; column++) {
			switch (values[column]) {
				case String text -> sheet.value(row, column, text);
				case Number number -> sheet.value(row, column, number);
				case LocalDate day -> sheet.value(row, column, day);
				default -> throw new IllegalArgumentException();
			}
		}
	}

	private static SheetContent read(byte[] file) throws IOException {
		return new SheetReader(MEMBERS).read(new ByteArrayInputStream(file));
	}

	private static SheetRow onlyRow(Object... values) throws IOException {
		return read(book(sheet -> {
			row(sheet, 0, "姓名", "身份证号", "面积（亩）", "入会日期", "类型");
			row(sheet, 1, values);
		})).rows().getFirst();
	}

	@Test
	void findsTheHeaderBelowTitlesWithColumnsInAnyOrderByLabelOrCode() throws IOException {
		var content = read(book(sheet -> {
			row(sheet, 0, "平湖市农合联会员登记表");
			row(sheet, 1, "填报单位：林埭镇", "", "2026-03-05");
			row(sheet, 3, "序号", "kind", "面积(亩)", "姓 名*", "身份证号：", "入会日期", "备注");
			row(sheet, 4, 1, "FAMILY_FARM", 12.5, "李雷", "11010519491231002X", LocalDate.of(2026, 3, 5), "无");
			row(sheet, 6, 2, "合作社", 0.1 + 0.2, "韩梅梅", "440524188001010014", "2026-03-05");
		}));

		assertThat(content.rows()).hasSize(2).noneMatch(SheetRow::isWrong);
		var first = content.rows().getFirst();
		assertThat(first.number()).isEqualTo(5);
		assertThat(first.text("kind")).contains("FAMILY_FARM");
		assertThat(first.number("areaMu")).contains(new BigDecimal("12.5"));
		assertThat(first.date("joinedOn")).contains(LocalDate.of(2026, 3, 5));
		assertThat(first.repairs()).isEmpty();
		assertThat(content.rows().getLast().number("areaMu")).contains(new BigDecimal("0.3"));
		assertThat(content.rows().getLast().text("kind")).contains("COOPERATIVE");
	}

	@Test
	void repairsWhatHasOneMeaningAndMarksIt() throws IOException {
		var row = onlyRow("　李雷 ", "１１０１０５ 19491231 002X", "１，２３４．５", "2026.3.5", "家庭农场 ");

		assertThat(row.problems()).isEmpty();
		assertThat(row.text("idNo")).contains("11010519491231002X");
		assertThat(row.number("areaMu")).contains(new BigDecimal("1234.5"));
		assertThat(row.date("joinedOn")).contains(LocalDate.of(2026, 3, 5));
		assertThat(row.text("kind")).contains("FAMILY_FARM");
		assertThat(row.repairs()).contains(new SheetRow.Repair("idNo", "１１０１０５ 19491231 002X", "11010519491231002X"),
				new SheetRow.Repair("areaMu", "１，２３４．５", "1234.5"),
				new SheetRow.Repair("joinedOn", "2026.3.5", "2026-03-05"));
	}

	@ParameterizedTest
	@CsvSource({ "2026-3-5", "2026/03/05", "2026年3月5日", "２０２６．３．５", "20260305" })
	void takesADayWrittenYearFirst(String typed) throws IOException {
		assertThat(onlyRow("李雷", "1", 1, typed).date("joinedOn")).contains(LocalDate.of(2026, 3, 5));
	}

	@ParameterizedTest
	@CsvSource({ "3/5/2026", "26.3.5", "2026.3", "2026-02-30", "2026-3.5", "2026年3-5", "去年" })
	void doesNotGuessADay(String typed) throws IOException {
		var row = onlyRow("李雷", "1", 1, typed);
		assertThat(row.problems()).extracting(SheetRow.Problem::code).containsExactly("kernel.sheet.not-a-date");
		assertThat(row.date("joinedOn")).isEmpty();
	}

	@Test
	void refusesANumberThatExcelRounded() throws IOException {
		for (var rounded : new Object[] { 330482199001011234d, new BigDecimal("330482199001011000"), "3.30482E+17" }) {
			assertThat(onlyRow("李雷", rounded).problems()).extracting(SheetRow.Problem::code)
				.as(rounded.toString())
				.containsExactly("kernel.sheet.rounded-number");
		}
		assertThat(onlyRow("李雷", 13800000000L).text("idNo")).as("eleven digits fit").contains("13800000000");
	}

	@Test
	void tellsEveryMistakeOfARow() throws IOException {
		var row = onlyRow("", "1", "12亩", "x", "国企");
		assertThat(row.problems()).extracting(SheetRow.Problem::column, SheetRow.Problem::code)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("name", "kernel.sheet.empty"),
					org.assertj.core.groups.Tuple.tuple("areaMu", "kernel.sheet.not-a-number"),
					org.assertj.core.groups.Tuple.tuple("joinedOn", "kernel.sheet.not-a-date"),
					org.assertj.core.groups.Tuple.tuple("kind", "kernel.sheet.not-a-choice"));
	}

	@Test
	void givesBackTheWrongRowsOnTheOwnSheetAndTakesThemCorrected() throws IOException {
		var content = read(book(sheet -> {
			row(sheet, 0, "登记表");
			row(sheet, 1, "序号", "姓名", "身份证号", "面积（亩）", "备注");
			row(sheet, 2, 1, "李雷", "1", 12.5, "好");
			row(sheet, 3, 2, "韩梅梅", 330482199001011234d, 3, "=1+1");
			row(sheet, 4, 3, "王二", "3", 4, "");
		}));
		content.rows().getLast().refuse("", new RuleBroken("member.known"));

		var out = new ByteArrayOutputStream();
		content.writeWrongRows(out, "原因", problem -> "错：" + problem.code());
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
			var rows = book.getFirstSheet().read();
			assertThat(rows).hasSize(4);
			assertThat(rows.get(0).getCellText(0)).isEqualTo("登记表");
			assertThat(rows.get(1).getCellText(5)).isEqualTo("原因");
			assertThat(rows.get(2).getCellText(1)).isEqualTo("韩梅梅");
			assertThat(rows.get(2).getCellText(4)).as("other columns come back too").isEqualTo("=1+1");
			assertThat(rows.get(2).getCellText(5)).isEqualTo("错：kernel.sheet.rounded-number");
			assertThat(rows.get(3).getCellText(5)).isEqualTo("错：member.known");
		}
		assertThat(read(out.toByteArray()).rows()).as("can be uploaded as it is").hasSize(2);
	}

	@Test
	void theEmptyFormIsUnderstoodByItsReader() throws IOException {
		var out = new ByteArrayOutputStream();
		MEMBERS.write(out);
		assertThat(read(out.toByteArray()).rows()).isEmpty();
	}

	@Test
	void refusesWhatIsNoSuchSheet() {
		assertRefused("not-excel", "姓名,身份证号\n".getBytes(StandardCharsets.UTF_8));
		assertRefused("not-excel", new byte[] { 'P', 'K', 3, 4, 1, 2, 3, 4 });
		assertRefused("old-format", new byte[] { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1,
				0x1A, (byte) 0xE1 });
		assertRefused("no-header", book(sheet -> row(sheet, 0, "姓名", "电话")));
		assertRefused("column-twice", book(sheet -> row(sheet, 0, "姓名", "身份证号", "姓名")));
	}

	private static void assertRefused(String code, byte[] file) {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> read(file))
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo("kernel.sheet." + code));
	}

	@Test
	void hasLimits() {
		var file = book(sheet -> {
			row(sheet, 0, "姓名", "身份证号");
			for (int i = 1; i <= 11; i++) {
				row(sheet, i, "李雷", "1");
			}
		});
		assertLimit("too-many-rows", file, new SheetLimits(1 << 20, 1 << 20, 10, 10));
		assertLimit("too-wide", file, new SheetLimits(1 << 20, 1 << 20, 100, 1));
		assertLimit("too-large", file, new SheetLimits(100, 1 << 20, 100, 10));
		assertLimit("too-large", bomb(), new SheetLimits(1 << 20, 1 << 20, 100, 10));
	}

	private static void assertLimit(String code, byte[] file, SheetLimits limits) {
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new SheetReader(MEMBERS, limits).read(new ByteArrayInputStream(file)))
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo("kernel.sheet." + code));
	}

	private static byte[] bomb() {
		var out = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(out)) {
			zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
			zip.write(new byte[8 << 20]);
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
		return out.toByteArray();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			=cmd() | "'=cmd()"
			@SUM(1) | "'@SUM(1)"
			+1 | "'+1"
			-2 | "'-2"
			＝1 | "'＝1"
			a,b | "a,b"
			a"b | "a""b"
			李雷 | 李雷
			""", quoteCharacter = '\0')
	void nothingInACsvRuns(String text, String field) throws IOException {
		var out = new ByteArrayOutputStream();
		SheetExport.csv(out, List.of("甲"), List.of(List.of(Cell.text(text))).iterator());
		assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\uFEFF甲\r\n" + field + "\r\n");
	}

	@Test
	void numbersInACsvStayNumbers() throws IOException {
		var out = new ByteArrayOutputStream();
		SheetExport.csv(out, List.of("金额"), List.of(List.of(Cell.number(new BigDecimal("-1.50")))).iterator());
		assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\r\n-1.50\r\n");
	}

	@Test
	void exportsTextAsTextAndLongCodesWhole() throws IOException {
		var out = new ByteArrayOutputStream();
		SheetExport.xlsx(out, "会员/名册", List.of("姓名", "面积", "日期"), List
			.of(List.of(Cell.text("=1+1\u0001"), Cell.number(new BigDecimal("12.5")),
					Cell.date(LocalDate.of(2026, 3, 5)), Cell.text("330482199001011234")))
			.iterator());
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
			var row = book.getFirstSheet().read().getLast();
			assertThat(row.getCell(0).getFormula()).isNull();
			assertThat(row.getCellText(0)).isEqualTo("=1+1");
			assertThat(row.getCellAsNumber(1)).contains(new BigDecimal("12.5"));
			assertThat(row.getCellAsDate(2)).contains(LocalDate.of(2026, 3, 5).atStartOfDay());
			assertThat(row.getCellText(3)).isEqualTo("330482199001011234");
		}
	}

}
