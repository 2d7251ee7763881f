package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * A substance is banned from a day on: until then it is sold, from then on neither sold
 * nor taken in, and whoever means to use it is told before.
 */
class BannedInputIT extends OverHttp {

	private static final String SOURCE = "BannedInputIT";

	@Autowired
	FlywayConnectionDetails owner;

	@Autowired
	BusinessClock clock;

	private String stock = "";

	private String outlet = "";

	private String input = "";

	private String substance = "";

	private String planting = "";

	private String farm = "";

	private LocalDate today = LocalDate.MIN;

	@BeforeEach
	void somethingThatMayBeSold() {
		today = clock.today();
		var found = one("""
				select k.id || ' ' || k.outlet_id || ' ' || k.input_id || ' ' || i.ingredients[1] from supply_stock k
				  join production_agri_input i on i.tenant_id = k.tenant_id and i.id = k.input_id and i.kind = ?
				  join supply_outlet o on o.tenant_id = k.tenant_id and o.id = k.outlet_id
				 where k.on_hand > 5 and k.expires_on > current_date + 30
				   and exists (select 1 from supply_price p where p.tenant_id = k.tenant_id and p.input_id = k.input_id)
				   and cardinality(i.ingredients) = 1
				   and not exists (select 1 from production_substance_rule r where r.substance = any(i.ingredients))
				 order by k.id limit 1""", "PESTICIDE").split(" ");
		stock = found[0];
		outlet = found[1];
		input = found[2];
		substance = found[3];
		var grown = one("""
				select p.id || ' ' || p.member_id from production_planting p
				  join member_member m on m.tenant_id = p.tenant_id and m.id = p.member_id and m.status = 'ACTIVE'
				 where p.state = ? order by p.id limit 1""", "GROWING").split(" ");
		planting = grown[0];
		farm = grown[1];
	}

	@AfterEach
	void asBefore() throws SQLException {
		asOwner("delete from production_substance_rule where source = '" + SOURCE + "'");
	}

	@Test
	void itIsSoldUntilTheDayBeforeAndFromThatDayOnRefusedWithItsName() throws SQLException {
		banned(today.plusDays(1));
		assertThat(sell()).as("until then it is a product like others").hasStatus(HttpStatus.CREATED);
		assertThat(plan()).doesNotContain("BANNED");

		banned(today);
		var refused = sell();
		refused(refused, HttpStatus.UNPROCESSABLE_CONTENT, "supply.input-sale.banned");
		assertThat(refused).bodyJson().extractingPath("$.errors[0].field").isEqualTo("stockId");
		assertThat(text(refused)).contains(one("select name from production_agri_input where id = ?::uuid", input));
		refused(receive(), HttpStatus.UNPROCESSABLE_CONTENT, "supply.input-sale.banned");
		assertThat(plan()).as("the farm is told before it sprays what it still has").contains("BANNED");
	}

	@Test
	void whatIsBannedForACropsGroupIsRefusedForThatCropOnly() throws SQLException {
		var group = one("""
				select c.crop_group from production_planting p join production_crop c on c.code = p.crop
				 where p.id = ?::uuid""", planting);
		asOwner(("insert into production_substance_rule (substance, rule, crop_groups, valid_from, source, source_status) "
				+ "values ('%s', 'BANNED', array['%s'], '%s', '%s', 'demo')")
			.formatted(substance, group, today, SOURCE));
		refused(sell(), HttpStatus.UNPROCESSABLE_CONTENT, "supply.input-sale.banned-on-crop");
		assertThat(send(clerk(), HttpMethod.POST, "/api/v1/input-sales", sale(null), null))
			.as("for a crop that is not named the clerk cannot know")
			.hasStatus(HttpStatus.CREATED);
	}

	private void banned(LocalDate from) throws SQLException {
		asOwner("delete from production_substance_rule where source = '" + SOURCE + "'",
				"insert into production_substance_rule (substance, rule, valid_from, source, source_status) "
						+ "values ('%s', 'BANNED', '%s', '%s', 'demo')".formatted(substance, from, SOURCE));
	}

	private MvcTestResult sell() {
		return send(clerk(), HttpMethod.POST, "/api/v1/input-sales", sale(planting), null);
	}

	private String sale(@org.jspecify.annotations.Nullable String forPlanting) {
		return """
				{"tillNo": "%s", "memberId": "%s", "buyerName": "示例", "idMethod": "FARM_CODE", %s
				 "items": [{"stockId": "%s", "packs": 1}]}""".formatted(UUID.randomUUID(), farm,
				(forPlanting != null) ? "\"plantingId\": \"" + forPlanting + "\"," : "", stock);
	}

	private MvcTestResult receive() {
		return send(clerk(), HttpMethod.POST, "/api/v1/input-receipts", """
				{"inputId": "%s", "lotNo": "B-1", "madeOn": "%s", "expiresOn": "%s", "packs": 1, "unitCost": "1.00",
				 "supplier": "x", "licenceNo": "x", "contact": "x", "inspectionNo": "x"}""".formatted(input,
				today.minusDays(10), today.plusDays(300)), null);
	}

	private String plan() {
		var answer = send(somebody("farm", Scope.member(UUID.fromString(farm))), HttpMethod.POST,
				"/api/v1/operations/plan", """
						{"plantingIds": ["%s"], "on": "%s", "used": {"inputId": "%s", "lotNo": "B-1", "quantity": 1}}"""
					.formatted(planting, today, input),
				null);
		assertThat(answer).hasStatusOk();
		return text(answer);
	}

	private Actor clerk() {
		return somebody("outlet", new Scope(Scope.Kind.OUTLET, outlet));
	}

	/** Rules of the law are reference data, which the platform itself cannot write. */
	private void asOwner(String... statements) throws SQLException {
		try (var connection = DriverManager.getConnection(owner.getJdbcUrl(), owner.getUsername(), owner.getPassword());
				var command = connection.createStatement()) {
			for (var statement : statements) {
				command.execute(statement);
			}
		}
	}

}
