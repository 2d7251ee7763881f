package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.ProductionRecords;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFacts;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The single rows behind a fact of a rating, from the register that gave it, over the
 * same window. They are as the register has them now; the fact itself stays frozen. Who
 * bought, and loans at other banks, are nobody's business here and are left out.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class EvidenceRows {

	/** More of them tell nobody anything. */
	private static final int MOST = 1000;

	private static final String MU = "MU";

	private static final String KG = "KG";

	/**
	 * One row.
	 *
	 * @param kind which sort of row, an {@code enum.SourceRowKind}
	 * @param no by which the federation finds it
	 * @param on its day; null where it has none
	 * @param quantity in that unit; null where it has none
	 * @param amount null where no money is in it
	 */
	public record SourceRow(SourceRowKind kind, @Size(max = 60) String no, @Nullable LocalDate on,
			@Nullable BigDecimal quantity, @Nullable @Size(max = 10) String unit, @Nullable Money amount) {

		private String key() {
			return kind + "/" + no;
		}

	}

	/** Which register a row is in, and what it is there. */
	public enum SourceRowKind {

		PLOT, OPERATION, OFF_LABEL_USE, BANNED_USE, OUTSIDE_PURCHASE, LICENCE, TEST_PASSED, TEST_FAILED, LOT_LABELLED,
		LOT_UNLABELLED, SALE_PROVED, SALE_CONFIRMED, SALE_STATED, REPAYMENT, DECLARATION, PUBLIC_LOOKUP, OBJECTION

	}

	private final Ratings ratings;

	private final PlotDirectory plots;

	private final ProductionRecords records;

	private final SalesFacts sales;

	private final TraceFacts traces;

	private final BrandLicences licences;

	private final JdbcClient sql;

	/**
	 * Of one fact, the latest first; none where its register names none.
	 * @param bankId whose loans may be named
	 */
	public Paged<SourceRow> of(UUID ratingId, String code, UUID bankId, @Nullable String after, int limit) {
		var rating = ratings.part(ratingId);
		var all = Stream
			.concat(recorded(code, rating.memberId(), rating.asOf(), bankId).stream(),
					declared(code, rating.memberId(), rating.asOf()).stream())
			.sorted(Comparator.comparing(SourceRow::on, Comparator.nullsLast(Comparator.reverseOrder()))
				.thenComparing(SourceRow::key))
			.limit(MOST)
			.toList();
		var place = Cursor.read(after, 1);
		var rest = place.isEmpty() ? all
				: all.stream().dropWhile(it -> !it.key().equals(place.getFirst())).skip(1).toList();
		return Paged.of(rest.stream().limit(limit + 1L).toList(), limit, all.size(), it -> Cursor.of(it.key()));
	}

	private List<SourceRow> recorded(String code, UUID member, LocalDate asOf, UUID bankId) {
		var year = asOf.minusYears(1);
		return switch (code) {
			case "C101" -> plots.ofMember(member)
				.stream()
				.filter(PlotDirectory.PlotFacts::verified)
				.map(it -> new SourceRow(SourceRowKind.PLOT, it.no(), null, it.areaMu(), MU, null))
				.toList();
			case "C105" -> production(member, SourceRowKind.OPERATION, ProductionRecords.Row.RECORD,
					asOf.minusWeeks(FactCollector.RECORDED_WEEKS), asOf);
			case "T206" -> Stream
				.of(production(member, SourceRowKind.OUTSIDE_PURCHASE, ProductionRecords.Row.OUTSIDE_PURCHASE, year,
						asOf),
						production(member, SourceRowKind.OFF_LABEL_USE, ProductionRecords.Row.OFF_LABEL, year, asOf),
						production(member, SourceRowKind.BANNED_USE, ProductionRecords.Row.BANNED, year, asOf))
				.flatMap(List::stream)
				.toList();
			case "T201" -> licences.active(List.of(member), asOf)
				.getOrDefault(member, List.of())
				.stream()
				.map(it -> new SourceRow(SourceRowKind.LICENCE, it.number(), it.from(), null, null, null))
				.toList();
			case "T202" -> traces.tests(member, year, asOf, MOST)
				.stream()
				.map(it -> new SourceRow(it.passed() ? SourceRowKind.TEST_PASSED : SourceRowKind.TEST_FAILED, it.no(),
						it.on(), null, null, null))
				.toList();
			case "T203" -> traces.lots(member, year, asOf, MOST)
				.stream()
				.map(it -> new SourceRow(it.labelled() ? SourceRowKind.LOT_LABELLED : SourceRowKind.LOT_UNLABELLED,
						it.no(), it.on(), it.kg(), KG, null))
				.toList();
			case "O401",
					"O404" ->
				Stream
					.concat(sold(member, SalesFacts.Strength.PROVED, year, asOf),
							sold(member, SalesFacts.Strength.CONFIRMED, year, asOf))
					.toList();
			case "O405" -> sold(member, null, year, asOf).toList();
			case "B501", "K02" -> repayments(member, bankId, asOf);
			default -> List.of();
		};
	}

	private List<SourceRow> production(UUID member, SourceRowKind kind, ProductionRecords.Row row, LocalDate from,
			LocalDate to) {
		return records.rows(member, row, from, to, MOST)
			.stream()
			.map(it -> new SourceRow(kind, it.id().toString(), it.on(), null, null, null))
			.toList();
	}

	/** A sale of several lines is one row for each of them. */
	private Stream<SourceRow> sold(UUID member, SalesFacts.@Nullable Strength strength, LocalDate from, LocalDate to) {
		var lines = new HashMap<String, Integer>();
		return sales.rows(member, strength, from, to, MOST)
			.stream()
			.map(it -> new SourceRow(SourceRowKind.valueOf("SALE_" + it.strength()),
					it.no() + "/" + lines.merge(it.no(), 1, Integer::sum), it.on(), it.kg(), KG, it.yuan()));
	}

	private List<SourceRow> repayments(UUID member, UUID bankId, LocalDate asOf) {
		return sql
			.sql("""
					select t.bank_txn_no, t.value_date, t.amount from credit_loan_txn t
					  join credit_loan l on l.tenant_id = t.tenant_id and l.id = t.loan_id
					 where l.member_id = ? and l.bank_id = ? and t.kind = 'REPAYMENT' and t.value_date > ? and t.value_date <= ?
					 order by t.value_date desc limit ?""")
			.params(member, bankId, asOf.minusMonths(FactCollector.PAYING_MONTHS), asOf, MOST)
			.query((row, n) -> new SourceRow(SourceRowKind.REPAYMENT, row.getString(1),
					row.getObject(2, LocalDate.class), null, null, new Money(row.getBigDecimal(3))))
			.list();
	}

	/** The word on it that counts: of a declaration, a look-up or an objection. */
	private List<SourceRow> declared(String code, UUID member, LocalDate asOf) {
		return sql.sql("""
				select f.source, coalesce(d.no, o.no, f.id::text), f.as_of from credit_declared_fact f
				  left join credit_declaration d on d.tenant_id = f.tenant_id and d.id = f.declaration_id
				  left join credit_rating_objection o on o.tenant_id = f.tenant_id and o.id = f.objection_id
				 where f.member_id = ? and f.code = ? and f.as_of <= ? and f.as_of > ? order by f.as_of desc limit 1""")
			.params(member, code, asOf, asOf.minusMonths(FactCollector.DECLARED_MONTHS))
			.query((row, n) -> new SourceRow(SourceRowKind.valueOf(row.getString(1)), row.getString(2),
					row.getObject(3, LocalDate.class), null, null, null))
			.list();
	}

}
