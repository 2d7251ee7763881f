package cn.jinfu.kernel;

import static cn.jinfu.kernel.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class IdentifierTests {

	private final JsonMapper json = JsonMapper.builder().build();

	/**
	 * Codes that listed companies and public bodies publish (annual reports, website
	 * footers), and the example 91350100M000100Y43 of GB 32100-2015.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "91350100M000100Y43", "91330100799655058B", "9144030071526726XG", "914403001922038216",
			"91110000802100433B", "12100000425006133D", " 91310000132260250x " })
	void takesPublishedCreditCodes(String code) {
		assertThat(new UnifiedSocialCreditCode(code).value()).hasSize(18).isEqualTo(code.strip().toUpperCase());
	}

	@ParameterizedTest
	@CsvSource({ "91350100M000100Y4, length", "91350100M000100Y431, length", "91350100M000100Y44, check-digit",
			"91350100M000010Y43, check-digit", "9135010OM000100Y43, character", "91350100M000100S43, character",
			"91３50100M000100Y43, character", "91A50100M000100Y43, division" })
	void refusesWrongCreditCodes(String code, String rule) {
		assertRefused("kernel.uscc." + rule, () -> new UnifiedSocialCreditCode(code));
	}

	@Test
	void everySingleTypingMistakeInACreditCodeIsSeen() {
		var good = "91350100M000100Y43";
		for (int at = 0; at < 17; at++) {
			for (char other : "0123456789ABCDEFGHJKLMNPQRTUWXY".toCharArray()) {
				if (good.charAt(at) != other) {
					var wrong = good.substring(0, at) + other + good.substring(at + 1);
					assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new UnifiedSocialCreditCode(wrong)))
						.as(wrong)
						.isInstanceOf(Refusal.RuleBroken.class);
				}
			}
		}
	}

	/** The two examples of GB 11643-1999, annex. */
	@ParameterizedTest
	@CsvSource({ "11010519491231002X, 1949-12-31", "11010519491231002x, 1949-12-31", "440524188001010014, 1880-01-01" })
	void readsTheDateOfBirth(String id, LocalDate born) {
		assertThat(new ResidentId(id).birthDate()).isEqualTo(born);
	}

	@ParameterizedTest
	@CsvSource({ "110105491231002, fifteen-digits", "1101051949123100, length", "110105194912310029, check-digit",
			"11010519491231002A, character", "1101051949123100２X, character", "99010519491231002X, division",
			"110105194902310021, date", "110105190002290021, date" })
	void refusesWrongResidentIds(String id, String rule) {
		assertRefused("kernel.resident-id." + rule, () -> new ResidentId(id));
	}

	@Test
	void countsFullYears() {
		var id = new ResidentId("11010519491231002X");
		assertThat(id.ageOn(LocalDate.of(2026, 12, 30))).isEqualTo(76);
		assertThat(id.ageOn(LocalDate.of(2026, 12, 31))).isEqualTo(77);
		assertRefused("kernel.resident-id.future-date", () -> id.ageOn(LocalDate.of(1949, 12, 30)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "13800000000", "138 0000 0000", "+86 138-0000-0000", "+8613800000000" })
	void takesMobileNumbersAsPeopleWriteThem(String typed) {
		assertThat(new MobileNumber(typed).value()).isEqualTo("13800000000");
	}

	@ParameterizedTest
	@CsvSource({ "1380000000, length", "138000000000, length", "12800000000, prefix", "23800000000, prefix",
			"057385000000, length", "138０0000000, character", "'', character" })
	void refusesOtherNumbers(String typed, String rule) {
		assertRefused("kernel.mobile." + rule, () -> new MobileNumber(typed));
	}

	/** Test numbers that card schemes and acquirers publish. */
	@ParameterizedTest
	@ValueSource(strings = { "4111111111111111", "6200000000000005", "6212345678901232", "6212 3456 7890 0000 003" })
	void takesCardNumbers(String number) {
		assertThat(new BankCard(number).lastFour())
			.isEqualTo(number.replace(" ", "").substring(number.replace(" ", "").length() - 4));
	}

	@ParameterizedTest
	@CsvSource({ "6212345678901233, check-digit", "6212345678910232, check-digit", "621234567890123, length",
			"62123456789000000030, length", "621234567890123A, character" })
	void refusesOtherCardNumbers(String number, String rule) {
		assertRefused("kernel.bank-card." + rule, () -> new BankCard(number));
	}

	@ParameterizedTest
	@CsvSource({ "33, PROVINCE, ''", "3304, PREFECTURE, 33", "330482, COUNTY, 3304", "330482107, TOWNSHIP, 330482",
			"330482107201, VILLAGE, 330482107" })
	void aDivisionKnowsItsLevelAndParent(String code, DivisionCode.Level level, String parent) {
		var division = new DivisionCode(code);
		assertThat(division.level()).isEqualTo(level);
		assertThat(division.parent().map(DivisionCode::value).orElse("")).isEqualTo(parent);
	}

	@ParameterizedTest
	@CsvSource({ "330, length", "33048, length", "99, province", "33A482, character", "'', character" })
	void refusesOtherDivisionCodes(String code, String rule) {
		assertRefused("kernel.division." + rule, () -> new DivisionCode(code));
	}

	@Test
	void aCountyContainsItsTownshipsAndItself() {
		var county = new DivisionCode("330482");
		assertThat(county.contains(new DivisionCode("330482107"))).isTrue();
		assertThat(county.contains(county)).isTrue();
		assertThat(county.contains(new DivisionCode("330483101"))).isFalse();
		assertThat(new DivisionCode("330482107").contains(county)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "330482199001011234, 3304**********1234", "123, ***", "'', ''" })
	void hidesTheMiddleOfAnId(String id, String masked) {
		assertThat(Masks.id(id)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource({ "李雷, 李*", "王小明, 王*明", "欧阳修远, 欧**远", "𠮷野, 𠮷*", "李, *" })
	void hidesPartOfAName(String name, String masked) {
		assertThat(Masks.name(name)).isEqualTo(masked);
	}

	@Test
	void personalNumbersNeverLeaveWholeByAccident() {
		record Person(ResidentId id, MobileNumber mobile, BankCard card) {
		}
		var person = new Person(new ResidentId("11010519491231002X"), new MobileNumber("13800000000"),
				new BankCard("6212345678901232"));

		assertThat(person.toString()).contains("1101**********002X", "138****0000", "************1232");
		assertThat(json.writeValueAsString(person)).isEqualTo("""
				{"id":"1101**********002X","mobile":"138****0000","card":"************1232"}""");
		assertThat(json.readValue("\"11010519491231002X\"", ResidentId.class)).isEqualTo(person.id());
	}

	@Test
	void publicCodesAreTextInJson() {
		assertThat(json.writeValueAsString(new DivisionCode("330482"))).isEqualTo("\"330482\"");
		assertThat(json.readValue("\"91350100M000100Y43\"", UnifiedSocialCreditCode.class))
			.isEqualTo(new UnifiedSocialCreditCode("91350100M000100Y43"));
	}

}
