package cn.jinfu.supply.facts;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ChartSource;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.member.MemberPanel;
import cn.jinfu.supply.SalesFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What supply brings to the shell: menu, figures, links of a member's page. */
@Component
@Transactional(readOnly = true)
@RequiredArgsConstructor
class SupplyShell implements MenuContribution, IndicatorSource, ChartSource, MemberPanel {

	private static final String ORDERS = "supply:order:view";

	private final JdbcClient sql;

	private final SalesReader sales;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.SUPPLY, "supply.menu.input-sales", "/console/input-sales",
						"supply:input-sale:view", 10),
				new MenuEntry(Section.SUPPLY, "supply.menu.blends", "/console/blend-orders", "supply:blend:view", 15),
				new MenuEntry(Section.SUPPLY, "supply.menu.stock", "/console/stock", "supply:stock:view", 20),
				new MenuEntry(Section.SUPPLY, "supply.menu.packaging", "/console/packaging-returns",
						"supply:container:view", 30),
				new MenuEntry(Section.SUPPLY, "supply.menu.quotas", "/console/input-quotas", "supply:quota:view", 40),
				new MenuEntry(Section.SUPPLY, "supply.menu.prices", "/console/input-prices", "supply:stock:view", 50),
				new MenuEntry(Section.SUPPLY, "supply.menu.outlets", "/console/outlets", "supply:outlet:view", 60),
				new MenuEntry(Section.SUPPLY, "supply.menu.products", "/console/products", "supply:product:view", 70),
				new MenuEntry(Section.SUPPLY, "supply.menu.orders", "/console/orders", "supply:order:view", 80),
				new MenuEntry(Section.SUPPLY, "supply.menu.field-sales", "/console/field-sales",
						"supply:field-sale:view", 90));
	}

	@Override
	public List<Indicator> indicators() {
		var today = clock.today();
		var year = today.withDayOfYear(1);
		var members = sql.sql("""
				select distinct seller_id from supply_sales_order where shipped_on >= :year
				union select member_id from supply_field_sale where sold_on >= :year""")
			.param("year", year)
			.query(UUID.class)
			.list();
		var proved = sales.ofMembers(members, year, today)
			.values()
			.stream()
			.map(it -> it.provedYuan().yuan())
			.reduce(BigDecimal.ZERO, BigDecimal::add);
		return List.of(
				new Indicator("supply.figure.outlets", Section.SUPPLY, count("supply_outlet where status = 'OPEN'"), 0,
						"/console/outlets?status=OPEN", "supply:outlet:view", 310),
				new Indicator("supply.figure.input-sales", Section.SUPPLY,
						sql.sql("select coalesce(sum(total), 0) from supply_input_sale where sold_on >= ?")
							.param(year)
							.query(BigDecimal.class)
							.single(),
						2, "/console/input-sales?from=" + year, "supply:input-sale:view", 320),
				new Indicator("supply.figure.orders", Section.SUPPLY, count("supply_sales_order"), 0, "/console/orders",
						"supply:order:view", 330),
				new Indicator("supply.figure.proved", Section.SUPPLY, proved, 2, "/console/proved-sales",
						"supply:order:view", 340));
	}

	/**
	 * Twelve months, the running one last; a month without a proved sale shows as zero.
	 */
	@Override
	public List<Chart> charts() {
		if (!Actor.current().may(ORDERS)) {
			return List.of();
		}
		var last = YearMonth.from(clock.today());
		var byMonth = sales.visible(SalesFacts.Strength.PROVED, last.minusMonths(11).atDay(1), clock.today())
			.stream()
			.collect(Collectors.groupingBy(row -> YearMonth.from(row.on()),
					Collectors.reducing(BigDecimal.ZERO, row -> row.yuan().yuan(), BigDecimal::add)));
		var lines = IntStream.rangeClosed(0, 11)
			.mapToObj(n -> last.minusMonths(11L - n))
			.map(month -> new Line(month.toString(),
					List.of(byMonth.getOrDefault(month, BigDecimal.ZERO).movePointLeft(4)),
					"/console/proved-sales?month=" + month))
			.toList();
		return List.of(new Chart("supply.chart.proved", Section.SUPPLY, Shape.BAR, List.of("supply.chart.proved.wan"),
				2, lines, ORDERS, 300));
	}

	private BigDecimal count(String from) {
		return sql.sql("select count(*) from " + from).query(BigDecimal.class).single();
	}

	@Override
	public List<Link> links(UUID memberId) {
		return List.of(
				new Link("supply.menu.input-sales", "/console/input-sales?member=" + memberId, "",
						"supply:input-sale:view"),
				new Link("supply.menu.quotas", "/console/input-quotas/" + memberId, "", "supply:quota:view"),
				new Link("supply.menu.products", "/console/products?member=" + memberId, "", "supply:product:view"),
				new Link("supply.menu.orders", "/console/orders?member=" + memberId, "", "supply:order:view"));
	}

}
