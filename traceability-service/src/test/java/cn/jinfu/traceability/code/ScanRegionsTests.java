package cn.jinfu.traceability.code;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ScanRegionsTests {

	@ParameterizedTest
	@CsvSource({ "330482,3304", "3304,3304", "330400,3304", "330000,33", "33,33", "3300,33", "33048,", "x,", "'',",
			"330482100,", "' 3304 ',3304" })
	void keepsACityOrAProvinceAndNothingNearer(String told, @Nullable String kept) {
		assertThat(ScanRegions.coarse(told)).isEqualTo(kept);
	}

	@Test
	void believesAHeaderOnlyWhereTheOperatorNamesIt() {
		var request = new MockHttpServletRequest();
		request.addHeader("X-Region", "330482");
		assertThat(new ScanRegions("").of(request)).isNull();
		assertThat(new ScanRegions("X-Region").of(request)).isEqualTo("3304");
		assertThat(new ScanRegions("X-Other").of(request)).isNull();
	}

	@Test
	void saysHowFarTwoRegionsAreApartAtTheLeast() {
		var regions = new ScanRegions("");
		assertThat(regions.apartKm("3304", "11")).isBetween(800, 1100);
		assertThat(regions.apartKm("11", "3304")).isEqualTo(regions.apartKm("3304", "11"));
		assertThat(regions.apartKm("3304", "3101")).as("neighbours").isZero();
		assertThat(regions.apartKm("3304", "34")).as("a province reaches far").isLessThan(500);
		assertThat(regions.apartKm("3304", "3304")).isZero();
		assertThat(regions.apartKm("3304", "99")).as("unknown").isZero();
		assertThat(regions.apartKm("6501", "3399")).as("a city not listed is its province").isGreaterThan(2000);
	}

	@ParameterizedTest
	@CsvSource({ "3304,嘉兴市", "33,浙江省", "3399,浙江省", "99,", ",", "5101,成都市", "5107,四川省" })
	void callsARegionByItsNameAndACityNotListedByItsProvince(@Nullable String code, @Nullable String name) {
		assertThat(new ScanRegions("").name(code)).isEqualTo(name);
	}

}
