package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
	static final int DECLARED_MONTHS = 18;

	/** Over so many weeks field work is looked at. */
	static final int RECORDED_WEEKS = 26;

	/** Over so many months repayments are looked at. */
	static final int PAYING_MONTHS = 24;

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

	/** Payments made and the oldest instalment open of a farm's loans. */
	private record Paying(int payments, @Nullable LocalDate oldest) {
	}

	/**
	 * What the sources answer about a set of farms: asked once for all of them.
	 */
	private record Sources(Map<UUID, Map<String, Declared>> declared, Map<UUID, List<PlotDirectory.PlotFacts>> plots,
			Map<UUID, List<PlantingFacts.PlantingFact>> plantings, Map<UUID, ProductionRecords.RecordFacts> half,
			Map<UUID, ProductionRecords.RecordFacts> year, Map<UUID, TraceFacts.MemberTrace> traces,
			Map<UUID, List<BrandLicences.Licence>> licences, Map<UUID, SalesFacts.MemberSales> sales,
			Map<UUID, Paying> paying, Map<UUID, Money> exposures, Map<String, Standard> standards, Money productCap,
			Money memberCap, Money umbrella) {
	}

	Snapshot collect(UUID memberId, LocalDate asOf) {
		return Objects.requireNonNull(collect(List.of(memberId), asOf).get(memberId));
	}

	/** Of each of these farms. */
	Map<UUID, Snapshot> collect(Collection<UUID> memberIds, LocalDate asOf) {
		var offered = products.offered(asOf);
		var sources = new Sources(declared(memberIds, asOf), plots.ofMembers(memberIds), plantings.ofMembers(memberIds),
				records.of(memberIds, asOf.minusWeeks(RECORDED_WEEKS), asOf),
				records.of(memberIds, asOf.minusYears(1), asOf), traces.ofMembers(memberIds, asOf.minusYears(1), asOf),
				licences.active(memberIds, asOf), sales.ofMembers(memberIds, asOf.minusYears(1), asOf),
				paying(memberIds, asOf), facilities.exposures(memberIds), standards(asOf),
				offered.stream().map(it -> it.maxAmount()).reduce(Money.ZERO, Money::max),
				offered.stream().map(it -> it.memberCap()).reduce(Money.ZERO, Money::max), facilities.available());
		var result = new HashMap<UUID, Snapshot>();
		memberIds.forEach(it -> result.put(it, snapshot(it, asOf, sources)));
		return result;
	}

	private static Snapshot snapshot(UUID memberId, LocalDate asOf, Sources from) {
		var facts = new TreeMap<String, Fact>();
		var declared = from.declared().getOrDefault(memberId, Map.of());
		declared.values()
			.stream()
			.filter(it -> !it.code().startsWith("W") && it.objectionId() == null)
			.forEach(it -> facts.put(it.code(), it.fact("/console/declarations?member=" + memberId)));
		var crops = crops(from.plantings().getOrDefault(memberId, List.of()), asOf);
		land(facts, memberId, asOf, crops, from);
		growing(facts, memberId, asOf, from);
		trace(facts, memberId, asOf, from);
		receipts(facts, memberId, asOf, from.sales().get(memberId));
		repayment(facts, memberId, asOf, from.paying().get(memberId));
		declared.values()
			.stream()
			.filter(it -> it.objectionId() != null)
			.forEach(it -> facts.put(it.code(), it.fact("/console/rating-objections/" + it.objectionId())));
		return new Snapshot(memberId, asOf, facts, limit(memberId, crops, declared, from));
	}

	private static Map<String, BigDecimal> crops(List<PlantingFacts.PlantingFact> own, LocalDate asOf) {
		var byCrop = new TreeMap<String, BigDecimal>();
		var since = asOf.minusYears(1);
		for (var planting : own) {
			if (planting.verified() && planting.sownOn().isAfter(since) && !planting.sownOn().isAfter(asOf)) {
				byCrop.merge(planting.crop(), planting.areaMu(), BigDecimal::max);
			}
		}
		return byCrop;
	}

	private static void land(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf, Map<String, BigDecimal> crops,
			Sources from) {
		var own = from.plots()
			.getOrDefault(memberId, List.of())
			.stream()
			.filter(PlotDirectory.PlotFacts::verified)
			.toList();
		var standards = from.standards();
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

	private static void growing(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf, Sources from) {
		var half = from.half().get(memberId);
		if (half != null && half.weeks() > 0) {
			var share = percent(half.weeksWithRecords(), half.weeks());
			facts.put("C105",
					Fact.number(share, "operations", asOf, half.records(), "/console/operations?memberId=" + memberId));
		}
		var year = from.year().get(memberId);
		if (year != null && year.platformPurchases() + year.outsidePurchases() > 0) {
			var real = percent(year.platformPurchases(), year.platformPurchases() + year.outsidePurchases());
			var violation = year.bannedUses() + year.offLabelUses() > 0;
			var category = violation ? "VIOLATION"
					: (real.compareTo(new BigDecimal("80")) >= 0) ? "AT_LEAST_80" : "BELOW_80";
			facts.put("T206", Fact.category(category, "holdings", asOf,
					year.platformPurchases() + year.outsidePurchases(), "/console/operations?memberId=" + memberId));
		}
	}

	private static void trace(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf, Sources from) {
		var year = from.traces().get(memberId);
		var licensed = from.licences().getOrDefault(memberId, List.of());
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
	private static void receipts(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf,
			SalesFacts.@Nullable MemberSales year) {
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
	private static void repayment(TreeMap<String, Fact> facts, UUID memberId, LocalDate asOf, @Nullable Paying paid) {
		if (paid == null) {
			return;
		}
		var payments = paid.payments();
		var oldest = Optional.ofNullable(paid.oldest());
		if (payments > 0 || oldest.isPresent()) {
			var days = oldest.map(it -> ChronoUnit.DAYS.between(it, asOf)).orElse(0L);
			facts.put("B501", Fact.number(BigDecimal.valueOf(days), "loans", asOf, payments,
					"/console/loans?member=" + memberId));
			if (days > 90) {
				facts.put("K02", Fact.category("HIT", "loans", asOf, 1, "/console/loans?member=" + memberId));
			}
		}
	}

	private Map<UUID, Paying> paying(Collection<UUID> memberIds, LocalDate asOf) {
		var result = new HashMap<UUID, Paying>();
		sql.sql("""
				select l.member_id, (select count(*) from credit_loan_txn t join credit_loan x
				           on x.tenant_id = t.tenant_id and x.id = t.loan_id
				         where x.member_id = l.member_id and t.kind = 'REPAYMENT' and t.value_date > :since),
				       (select min(i.due_on) from credit_instalment i join credit_loan x
				           on x.tenant_id = i.tenant_id and x.id = i.loan_id
				         where x.member_id = l.member_id and x.status = 'ACTIVE' and i.due_on < :today
				           and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived)
				  from credit_loan l where l.member_id = any (:ids) group by l.member_id""")
			.param("ids", memberIds.toArray(UUID[]::new))
			.param("since", asOf.minusMonths(PAYING_MONTHS))
			.param("today", asOf)
			.query(row -> {
				result.put(row.getObject(1, UUID.class), new Paying(row.getInt(2), row.getObject(3, LocalDate.class)));
			});
		return result;
	}

	private static LimitInputs limit(UUID memberId, Map<String, BigDecimal> crops, Map<String, Declared> declared,
			Sources from) {
		var standards = from.standards();
		var lines = new ArrayList<CropLine>();
		crops.forEach((crop, areaMu) -> {
			var standard = standards.get(crop);
			if (standard != null) {
				lines.add(new CropLine(crop, areaMu, standard.costPerMu(), standard.cycles()));
			}
		});
		return new LimitInputs(lines, working(declared), from.productCap().yuan(), from.umbrella().yuan(),
				from.memberCap().yuan(), from.exposures().getOrDefault(memberId, Money.ZERO).yuan());
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

	/** The latest word on each code. */
	private Map<UUID, Map<String, Declared>> declared(Collection<UUID> memberIds, LocalDate asOf) {
		var result = new HashMap<UUID, Map<String, Declared>>();
		sql.sql("""
				select member_id, code, number, category, source, as_of, objection_id from credit_declared_fact
				 where member_id = any (:ids) and as_of <= :today and as_of > :since order by as_of""")
			.param("ids", memberIds.toArray(UUID[]::new))
			.param("today", asOf)
			.param("since", asOf.minusMonths(DECLARED_MONTHS))
			.query(row -> {
				result.computeIfAbsent(row.getObject(1, UUID.class), _ -> new TreeMap<>())
					.put(row.getString(2), new Declared(row.getString(2), row.getBigDecimal(3), row.getString(4),
							row.getString(5), row.getObject(6, LocalDate.class), row.getObject(7, UUID.class)));
			});
		return result;
	}

	private static BigDecimal percent(int part, int whole) {
		return BigDecimal.valueOf(part)
			.multiply(HUNDRED)
			.divide(BigDecimal.valueOf(Math.max(whole, 1)), 2, RoundingMode.HALF_UP);
	}

}
