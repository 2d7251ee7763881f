package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.rating.LimitInputs.CropLine;
import cn.jinfu.credit.rating.LimitInputs.WorkingCapital;
import cn.jinfu.kernel.Money;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.ProductionRecords;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Fills a snapshot from the other modules' facades and from what was declared. A source
 * without an answer leaves its fact out: the card says what that means.
 */
@Component
@RequiredArgsConstructor
class FactCollector {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private static final BigDecimal CONFIRMED_WEIGHT = new BigDecimal("0.5");

	/** A declaration is of use for the year it was made for and the months after. */
	private static final int DECLARED_MONTHS = 18;

	private final PlotDirectory plots;

	private final PlantingFacts plantings;

	private final ProductionRecords records;

	private final SalesFacts sales;

	private final TraceFacts traces;

	private final BrandLicences licences;

	private final FacilityBook facilities;

	private final LoanProducts products;

	private final JdbcClient sql;

	private record Standard(BigDecimal suitableMu, BigDecimal costPerMu, int cycles) {
	}

	/**
	 * @param objectionId the objection that put it right; null for everything else
	 */
	private record Declared(String code, @Nullable BigDecimal number, @Nullable String category, String source,
			LocalDate asOf, @Nullable UUID objectionId) {

		Fact fact(String path) {
			return new Fact(number, category, source, asOf, 1, path);
		}

	}

	Snapshot collect(UUID memberId, LocalDate asOf) {
		var facts = new TreeMap<String, Fact>();
		var declared = declared(memberId, asOf);
		declared.values()
			.stream()
			.filter(it -> !it.code().startsWith("W") && it.objectionId() == null)
			.forEach(it -> facts.put(it.code(), it.fact("/console/declarations?member=" + memberId)));
		var crops = crops(memberId, asOf);
		land(facts, memberId, asOf, crops);
		growing(facts, memberId, asOf);
		trace(facts, memberId, asOf);
		receipts(facts, memberId, asOf);
		repayment(facts, memberId, asOf);
		declared.values()
			.stream()
			.filter(it -> it.objectionId() != null)
			.forEach(it -> facts.put(it.code(), it.fact("/console/rating-objections/" + it.objectionId())));
		return new Snapshot(memberId, asOf, facts, limit(memberId, asOf, crops, declared));
	}

	private Map<String, BigDecimal> crops(UUID memberId, LocalDate asOf) {
		var byCrop = new TreeMap<String, BigDecimal>();
		var since = asOf.minusYears(1);
		for (var planting : plantings.ofMember(memberId)) {
			if (planting.verified() && planting.sownOn().isAfter(since) && !planting.sownOn().isAfter(asOf)) {
				byCrop.merge(planting.crop(), planting.areaMu(), BigDecimal::max);
			}
		}
		return byCrop;
	}

	private void land(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf, Map<String, BigDecimal> crops) {
		var own = plots.ofMember(memberId).stream().filter(PlotDirectory.PlotFacts::verified).toList();
		var standards = standards(asOf);
		var index = BigDecimal.ZERO;
		for (var crop : crops.entrySet()) {
			var standard = standards.get(crop.getKey());
			if (standard != null) {
				index = index.add(crop.getValue().divide(standard.suitableMu(), 4, RoundingMode.HALF_UP));
			}
		}
		if (!own.isEmpty()) {
			facts.put("C101", Fact.number(index, "plots", asOf, own.size(), "/console/plots?memberId=" + memberId));
		}
	}

	private void growing(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf) {
		var half = records.of(List.of(memberId), asOf.minusWeeks(26), asOf).get(memberId);
		if (half != null && half.weeks() > 0) {
			var share = percent(half.weeksWithRecords(), half.weeks());
			facts.put("C105",
					Fact.number(share, "operations", asOf, half.records(), "/console/operations?memberId=" + memberId));
		}
		var year = records.of(List.of(memberId), asOf.minusYears(1), asOf).get(memberId);
		if (year != null && year.platformPurchases() + year.outsidePurchases() > 0) {
			var real = percent(year.platformPurchases(), year.platformPurchases() + year.outsidePurchases());
			var violation = year.bannedUses() + year.offLabelUses() > 0;
			var category = violation ? "VIOLATION"
					: (real.compareTo(new BigDecimal("80")) >= 0) ? "AT_LEAST_80" : "BELOW_80";
			facts.put("T206", Fact.category(category, "holdings", asOf,
					year.platformPurchases() + year.outsidePurchases(), "/console/operations?memberId=" + memberId));
		}
	}

	private void trace(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf) {
		var year = traces.ofMembers(List.of(memberId), asOf.minusYears(1), asOf).get(memberId);
		var licensed = licences.active(List.of(memberId), asOf).getOrDefault(memberId, List.of());
		var certified = year != null && year.certifiedLots() > 0;
		if (!facts.containsKey("T201") || !licensed.isEmpty()) {
			facts.put("T201",
					Fact.category(licensed.isEmpty() ? (certified ? "CERTIFICATE" : "NONE") : "GREEN_OR_BRAND",
							"licences", asOf, licensed.size(), "/console/brand-licences?memberId=" + memberId));
		}
		if (year == null) {
			return;
		}
		var tests = year.testsPassed() + year.testsFailed();
		if (tests > 0) {
			facts.put("T202", Fact.number(percent(year.testsPassed(), tests), "tests", asOf, tests,
					"/console/residue-tests?memberId=" + memberId));
		}
		if (year.lots() > 0) {
			facts.put("T203", Fact.number(percent(year.labelledLots(), year.lots()), "lots", asOf, year.lots(),
					"/console/lots?memberId=" + memberId));
		}
	}

	/**
	 * Proved sales in full, confirmed ones at half; the seller's word alone not at all.
	 * Beside them what the bank statement shows that was sold outside the platform.
	 */
	private void receipts(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf) {
		var year = sales.ofMembers(List.of(memberId), asOf.minusYears(1), asOf).get(memberId);
		if (year == null || year.sales() == 0) {
			return;
		}
		var path = "/console/orders?member=" + memberId;
		var counted = year.provedYuan()
			.plus(year.confirmedYuan().times(CONFIRMED_WEIGHT, RoundingMode.HALF_UP))
			.yuan()
			.movePointLeft(4);
		var rows = year.proved() + year.confirmed();
		var outside = facts.get("O401");
		var statement = (outside != null) ? outside.number() : null;
		if (statement == null) {
			facts.put("O401", Fact.number(counted, "sales", asOf, rows, path));
		}
		else {
			facts.put("O401", Fact.number(counted.add(statement), "sales-and-statement", asOf, rows + 1, path));
		}
		if (rows > 0) {
			facts.put("O404", Fact.number(year.largestBuyerShare().multiply(HUNDRED), "sales", asOf, rows, path));
		}
		facts.put("O405", Fact.number(percent(year.returned(), year.sales() + year.returned()), "sales", asOf,
				year.sales(), path));
	}

	/** Days past due from the mirror: of instalments open now, and payments made. */
	private void repayment(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf) {
		var payments = sql
			.sql("""
					select count(*) from credit_loan_txn t join credit_loan l on l.tenant_id = t.tenant_id and l.id = t.loan_id
					 where l.member_id = ? and t.kind = 'REPAYMENT' and t.value_date > ?""")
			.param(memberId)
			.param(asOf.minusMonths(24))
			.query(Integer.class)
			.single();
		var oldest = sql.sql("""
				select min(i.due_on) from credit_instalment i
				  join credit_loan l on l.tenant_id = i.tenant_id and l.id = i.loan_id
				 where l.member_id = ? and l.status = 'ACTIVE' and i.due_on < ?
				   and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived""")
			.param(memberId)
			.param(asOf)
			.query((row, n) -> java.util.Optional.ofNullable(row.getObject(1, LocalDate.class)))
			.single();
		if (payments > 0 || oldest.isPresent()) {
			var days = oldest.map(it -> java.time.temporal.ChronoUnit.DAYS.between(it, asOf)).orElse(0L);
			facts.put("B501", Fact.number(BigDecimal.valueOf(days), "loans", asOf, payments,
					"/console/loans?member=" + memberId));
			if (days > 90) {
				facts.put("K02", Fact.category("HIT", "loans", asOf, 1, "/console/loans?member=" + memberId));
			}
		}
	}

	private LimitInputs limit(UUID memberId, LocalDate asOf, Map<String, BigDecimal> crops,
			Map<String, Declared> declared) {
		var standards = standards(asOf);
		var lines = new ArrayList<CropLine>();
		crops.forEach((crop, areaMu) -> {
			var standard = standards.get(crop);
			if (standard != null) {
				lines.add(new CropLine(crop, areaMu, standard.costPerMu(), standard.cycles()));
			}
		});
		var offered = products.offered(asOf);
		var productCap = offered.stream().map(it -> it.maxAmount()).reduce(Money.ZERO, Money::max);
		var memberCap = offered.stream().map(it -> it.memberCap()).reduce(Money.ZERO, Money::max);
		return new LimitInputs(lines, working(declared), productCap.yuan(), facilities.available().yuan(),
				memberCap.yuan(), facilities.exposure(memberId).yuan());
	}

	/** Yearly figures are declared as W codes: sales, margin, growth, days and funds. */
	private static @Nullable WorkingCapital working(Map<String, Declared> declared) {
		var sales = value(declared, "WSALES");
		if (sales.signum() == 0) {
			return null;
		}
		return new WorkingCapital(sales, value(declared, "WMARGIN"), value(declared, "WGROWTH"),
				value(declared, "WINVDAYS").intValue(), value(declared, "WRECDAYS").intValue(),
				value(declared, "WPREDAYS").intValue(), value(declared, "WPAYDAYS").intValue(),
				value(declared, "WADVDAYS").intValue(), value(declared, "WOWN"), value(declared, "WLOANS"),
				value(declared, "WOTHER"));
	}

	private static BigDecimal value(Map<String, Declared> declared, String code) {
		var found = declared.get(code);
		return (found != null && found.number() != null) ? found.number() : BigDecimal.ZERO;
	}

	private Map<String, Standard> standards(LocalDate asOf) {
		var result = new HashMap<String, Standard>();
		sql.sql("select crop, suitable_mu, cost_per_mu, cycles from credit_crop_standard where year <= ? order by year")
			.param(asOf.getYear())
			.query((row, n) -> result.put(row.getString(1),
					new Standard(row.getBigDecimal(2), row.getBigDecimal(3), row.getInt(4))))
			.list();
		return result;
	}

	private Map<String, Declared> declared(UUID memberId, LocalDate asOf) {
		var result = new TreeMap<String, Declared>();
		for (var row : sql.sql("""
				select code, number, category, source, as_of, objection_id from credit_declared_fact
				 where member_id = ? and as_of <= ? and as_of > ? order by as_of""")
			.param(memberId)
			.param(asOf)
			.param(asOf.minusMonths(DECLARED_MONTHS))
			.query((row, n) -> new Declared(row.getString(1), row.getBigDecimal(2), row.getString(3), row.getString(4),
					row.getObject(5, LocalDate.class), row.getObject(6, UUID.class)))
			.list()) {
			result.put(row.code(), row);
		}
		return result;
	}

	private static BigDecimal percent(int part, int whole) {
		return BigDecimal.valueOf(part)
			.multiply(HUNDRED)
			.divide(BigDecimal.valueOf(Math.max(whole, 1)), 2, RoundingMode.HALF_UP);
	}

}
