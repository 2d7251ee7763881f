package cn.jinfu.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.WorkingDays;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** All migrations run from nothing, and the reference data they bring is whole. */
@SpringBootTest(classes = ReferenceDataIT.Platform.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = "spring.config.import=classpath:jinfu-defaults.yml")
class ReferenceDataIT {

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ EmbeddedPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class,
			JdbcTemplateAutoConfiguration.class, FlywayAutoConfiguration.class })
	@Import({ Divisions.class, WorkingDays.class })
	static class Platform {

	}

	@Autowired
	Divisions divisions;

	@Autowired
	WorkingDays workingDays;

	@Autowired
	JdbcTemplate jdbc;

	/** Counts published by 国家统计局 (2023) for the province and by Pinghu for itself. */
	@Test
	void zhejiangIsThereDownToTownshipsAndPinghuDownToVillages() {
		assertThat(divisions.children(new DivisionCode("33"))).hasSize(11);
		assertThat(divisions.children(new DivisionCode("330482"))).extracting(Divisions.Division::name)
			.containsExactly("当湖街道", "钟埭街道", "曹桥街道", "乍浦镇", "新埭镇", "新仓镇", "广陈镇", "林埭镇", "独山港镇");
		assertThat(divisions.children(new DivisionCode("330482107"))).extracting(Divisions.Division::name)
			.contains("群丰村")
			.noneMatch(name -> name.endsWith("委员会"));
		assertThat(jdbc.queryForObject("select count(*) from platform_division where level = 'COUNTY'", Integer.class))
			.isEqualTo(90);
	}

	@Test
	void aDivisionKnowsTheWayFromItsProvince() {
		assertThat(divisions.fullName(new DivisionCode("330482107"))).isEqualTo("浙江省嘉兴市平湖市林埭镇");
		assertThat(divisions.name(new DivisionCode("110101"))).as("unknown").isEqualTo("110101");
		assertThatThrownBy(() -> divisions.require(new DivisionCode("330482999"))).isInstanceOfSatisfying(
				Refusal.RuleBroken.class, it -> assertThat(it.code()).isEqualTo("kernel.division.unknown"));
	}

	@Test
	void theApplicationCannotChangeTheMap() {
		assertThatThrownBy(() -> jdbc.update("update platform_division set name = 'x'"))
			.isInstanceOf(DataAccessException.class);
	}

	/** 28 days off in 2025 by the notice, 33 in 2026, weekends inside them included. */
	@Test
	void theHolidaysOfTheNoticesAreEntered() {
		var off = "select count(*) from platform_working_day where not working and extract(year from day) = ?";
		assertThat(jdbc.queryForObject(off, Integer.class, 2025)).isEqualTo(28);
		assertThat(jdbc.queryForObject(off, Integer.class, 2026)).isEqualTo(33);
		assertThat(jdbc.queryForObject(
				"select count(*) from platform_working_day where working and extract(isodow from day) < 6",
				Integer.class))
			.as("only weekends are shifted to work")
			.isZero();
		assertThat(workingDays.add(LocalDate.of(2026, 9, 29), 5)).isEqualTo(LocalDate.of(2026, 10, 12));
		assertThat(workingDays.isEntered(2027)).isFalse();
	}

}
