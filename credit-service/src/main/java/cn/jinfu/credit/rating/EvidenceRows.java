package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.ProductionRecords;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFacts;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The single rows behind a fact of a rating, from the register that gave it, over the
 * same window. They are as the register has them now; the fact itself stays frozen. Who
 * bought is nobody's business here and is left out; a bank does not see loans at others.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class EvidenceRows {

	private static final String MU = "MU";

	private static final String KG = "KG";

	/** What a field record of a harvest is called. */
	private static final String HARVEST = "HARVEST";

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

	}

	/**
	 * The same for the farm and for the federation's people.
	 *
	 * @param no by which people find it; empty where it has no number of its own
	 * @param word message key of what it is
	 * @param text what it is about: a product, a plot, an input; may be empty
	 * @param path where the reader may open it; null where he may not, or nothing is
	 */
	public record PeopleRow(String no, String word, String text, @Nullable LocalDate on, @Nullable BigDecimal quantity,
			@Nullable String unit, @Nullable Money amount, @Nullable String path) {
	}

	/** A fact of a rating with the rows behind it. */
	public record FactRows(Ratings.View rating, Outcome.Contribution fact, Paged<PeopleRow> rows) {
	}

	/**
	 * A row with where it is kept.
	 *
	 * @param key one row's alone, its place among those of a day
	 * @param console its page at the desk, portal its page on the farm's phone
	 */
	private record Found(SourceRow row, String key, String no, String word, String text, @Nullable String console,
			@Nullable String portal) {

		static Found of(SourceRow row, String text, @Nullable String console, @Nullable String portal) {
			return new Found(row, row.kind() + "/" + row.no(), row.no(), "enum.SourceRowKind." + row.kind(), text,
					console, portal);
		}

	}

	private record Placed(Found found, Place place) {
	}

	/**
	 * Where a row stands: the latest first, those without a day last. A page goes on
	 * after a place whether its row is still there or not.
	 */
	private record Place(@Nullable LocalDate on, String key) implements Comparable<Place> {

		private static final Comparator<Place> ORDER = Comparator
			.comparing(Place::on, Comparator.nullsLast(Comparator.<LocalDate>reverseOrder()))
			.thenComparing(Place::key);

		static Place of(Found it) {
			return new Place(it.row().on(), it.key());
		}

		static @Nullable Place read(@Nullable String cursor) {
			var values = Cursor.read(cursor, 2);
			if (values.isEmpty()) {
				return null;
			}
			try {
				var day = values.getFirst();
				return new Place(day.isEmpty() ? null : LocalDate.parse(day), values.getLast());
			}
			catch (DateTimeParseException notOurs) {
				throw new RuleBroken("kernel.cursor").at("after");
			}
		}

		String cursor() {
			return Cursor.of((on != null) ? on : "", key);
		}

		@Override
		public int compareTo(Place other) {
			return ORDER.compare(this, other);
		}

	}

	/** Whose permission opens the pages below an address. */
	private static final Map<String, String> DOORS = Map.ofEntries(Map.entry("/console/plots/", "production:plot:view"),
			Map.entry("/portal/plots/", "production:plot:view"),
			Map.entry("/console/operations/", "production:operation:view"),
			Map.entry("/portal/operations/", "production:operation:record"),
			Map.entry("/console/harvests/", "production:harvest:view"),
			Map.entry("/portal/harvests/", "production:harvest:record"),
			Map.entry("/console/brand-licences/", "brand:licence:view"),
			Map.entry("/portal/brand-licences/", "brand:licence:apply"),
			Map.entry("/console/residue-tests/", "trace:test:view"), Map.entry("/console/lots/", "trace:lot:view"),
			Map.entry("/portal/lots/", "trace:lot:view"), Map.entry("/console/orders/", "supply:order:view"),
			Map.entry("/portal/orders/", "supply:order:view"),
			Map.entry("/console/field-sales/", "supply:field-sale:view"),
			Map.entry("/portal/field-sales/", "supply:field-sale:record"),
			Map.entry("/console/loans/", "credit:loan:view"), Map.entry("/portal/loans/", "credit:own:view"),
			Map.entry("/console/declarations/", "credit:declaration:view"),
			Map.entry("/console/rating-objections/", "credit:rating:view"),
			Map.entry("/portal/credit/objections/", "credit:own:view"));

	/** Which register a row is in, and what it is there. */
	public enum SourceRowKind {

		PLOT, OPERATION, OFF_LABEL_USE, BANNED_USE, OUTSIDE_PURCHASE, PLATFORM_PURCHASE, LICENCE, TEST_PASSED,
		TEST_FAILED, LOT_LABELLED, LOT_UNLABELLED, SALE_PROVED, SALE_CONFIRMED, SALE_STATED, SALE_RETURNED, REPAYMENT,
		DECLARATION, PUBLIC_LOOKUP, OBJECTION

	}

	private final Ratings ratings;

	private final MemberDirectory members;

	private final PlotDirectory plots;

	private final ProductionRecords records;

	private final SalesFacts sales;

	private final TraceFacts traces;

	private final BrandLicences licences;

	private final JdbcClient sql;

	/**
	 * Of one fact, the latest first down to the last; none where its register names none.
	 * @param bankId whose loans may be named
	 */
	public Paged<SourceRow> of(UUID ratingId, String code, UUID bankId, @Nullable String after, int limit) {
		return page(ratings.part(ratingId), code, bankId, after, limit).map(Found::row);
	}

	/**
	 * For who may read the rating: the farm itself, and the federation's people within
	 * their reach.
	 * @throws NotFound for another farm's rating and for a fact that the card does not
	 * ask
	 */
	@PreAuthorize("hasAnyAuthority('credit:rating:view', 'credit:own:view')")
	public FactRows ofFact(UUID ratingId, String code, @Nullable String after, int limit) {
		var rating = ratings.show(ratingId);
		requireReach(rating);
		var fact = rating.outcome()
			.contributions()
			.stream()
			.filter(it -> it.code().equals(code))
			.findFirst()
			.orElseThrow(() -> new NotFound("credit.rating.no-fact", code));
		var actor = Actor.current();
		var farm = actor.scope().kind() == Scope.Kind.MEMBER;
		return new FactRows(rating, fact, page(rating, code, null, after, limit).map(it -> {
			var path = farm ? it.portal() : it.console();
			return new PeopleRow(it.no(), it.word(), it.text(), it.row().on(), it.row().quantity(), it.row().unit(),
					it.row().amount(), (path != null && opens(actor, path)) ? path : null);
		}));
	}

	/** A farm sees its own (as {@code show} has it), a township its farms. */
	private void requireReach(Ratings.View rating) {
		var scope = Actor.current().scope();
		var reached = switch (scope.kind()) {
			case ALL, ORG, MEMBER -> true;
			case TOWNSHIP -> scope.ref().equals(members.require(rating.memberId()).townshipCode());
			case OUTLET, BANK, NONE -> false;
		};
		if (!reached) {
			throw new NotFound("credit.rating.not-found", rating.ratingId());
		}
	}

	private static boolean opens(Actor actor, String path) {
		var permission = DOORS.get(path.substring(0, path.lastIndexOf('/') + 1));
		return permission != null && actor.may(permission);
	}

	private Paged<Found> page(Ratings.View rating, String code, @Nullable UUID bankId, @Nullable String after,
			int limit) {
		var all = Stream
			.concat(recorded(code, rating.memberId(), rating.asOf(), bankId).stream(),
					declared(code, rating.memberId(), rating.asOf()).stream())
			.map(it -> new Placed(it, Place.of(it)))
			.sorted(Comparator.comparing(Placed::place))
			.toList();
		var last = Place.read(after);
		var rest = all.stream().filter(it -> last == null || it.place().compareTo(last) > 0).limit(limit + 1L).toList();
		return Paged.of(rest, limit, all.size(), it -> it.place().cursor()).map(Placed::found);
	}

	private List<Found> recorded(String code, UUID member, LocalDate asOf, @Nullable UUID bankId) {
		var year = asOf.minusYears(1);
		return switch (code) {
			case "C101" -> plots.ofMember(member)
				.stream()
				.filter(PlotDirectory.PlotFacts::verified)
				.map(it -> Found.of(new SourceRow(SourceRowKind.PLOT, it.no(), null, it.areaMu(), MU, null), it.name(),
						"/console/plots/" + it.plotId(), "/portal/plots/" + it.plotId()))
				.toList();
			case "C105" -> production(member, SourceRowKind.OPERATION, ProductionRecords.Row.RECORD,
					asOf.minusWeeks(FactCollector.RECORDED_WEEKS), asOf);
			case "T206" -> Stream
				.of(production(member, SourceRowKind.PLATFORM_PURCHASE, ProductionRecords.Row.PLATFORM_PURCHASE, year,
						asOf),
						production(member, SourceRowKind.OUTSIDE_PURCHASE, ProductionRecords.Row.OUTSIDE_PURCHASE, year,
								asOf),
						production(member, SourceRowKind.OFF_LABEL_USE, ProductionRecords.Row.OFF_LABEL, year, asOf),
						production(member, SourceRowKind.BANNED_USE, ProductionRecords.Row.BANNED, year, asOf))
				.flatMap(List::stream)
				.toList();
			case "T201" -> licences.active(List.of(member), asOf)
				.getOrDefault(member, List.of())
				.stream()
				.map(it -> Found.of(new SourceRow(SourceRowKind.LICENCE, it.number(), it.from(), null, null, null), "",
						"/console/brand-licences/" + it.licenceId(), "/portal/brand-licences/" + it.licenceId()))
				.toList();
			case "T202" -> traces.tests(member, year, asOf)
				.stream()
				.map(it -> Found.of(new SourceRow(it.passed() ? SourceRowKind.TEST_PASSED : SourceRowKind.TEST_FAILED,
						it.no(), it.on(), null, null, null), "", "/console/residue-tests/" + it.id(), null))
				.toList();
			case "T203" -> traces.lots(member, year, asOf)
				.stream()
				.map(it -> Found.of(
						new SourceRow(it.labelled() ? SourceRowKind.LOT_LABELLED : SourceRowKind.LOT_UNLABELLED,
								it.no(), it.on(), it.kg(), KG, null),
						"", "/console/lots/" + it.id(), "/portal/lots/" + it.id()))
				.toList();
			case "O401", "O404" ->
				sold(member, year, asOf).filter(it -> it.row().kind() != SourceRowKind.SALE_STATED).toList();
			case "O405" -> Stream.concat(sold(member, year, asOf), returned(member, year, asOf)).toList();
			case "B501", "K02" -> repayments(member, bankId, asOf);
			default -> List.of();
		};
	}

	private List<Found> production(UUID member, SourceRowKind kind, ProductionRecords.Row row, LocalDate from,
			LocalDate to) {
		return records.rows(member, row, from, to)
			.stream()
			.map(it -> kept(it, new SourceRow(kind, it.recordId().toString(), it.on(), null, null, null)))
			.toList();
	}

	/** The register numbers harvests alone. */
	private static Found kept(ProductionRecords.RecordRow it, SourceRow row) {
		var key = row.kind() + "/" + it.id();
		var operation = it.recordId().toString();
		return switch (row.kind()) {
			case OPERATION -> it.what().equals(HARVEST)
					? new Found(row, key, it.detail(), "credit.fact.harvest", "", "/console/harvests/" + operation,
							"/portal/harvests/" + operation)
					: new Found(row, key, "", "enum.OperationKind." + it.what(), it.detail(),
							"/console/operations/" + operation, "/portal/operations/" + operation);
			case OUTSIDE_PURCHASE, PLATFORM_PURCHASE ->
				new Found(row, key, "", "enum.SourceRowKind." + row.kind(), it.what(), null, null);
			default -> new Found(row, key, "", "enum.SourceRowKind." + row.kind(), it.detail(),
					"/console/operations/" + operation, "/portal/operations/" + operation);
		};
	}

	private Stream<Found> sold(UUID member, LocalDate from, LocalDate to) {
		return lines(sales.rows(member, false, from, to), it -> SourceRowKind.valueOf("SALE_" + it.strength()));
	}

	private Stream<Found> returned(UUID member, LocalDate from, LocalDate to) {
		return lines(sales.rows(member, true, from, to), _ -> SourceRowKind.SALE_RETURNED);
	}

	/** A sale of several lines is one row for each of them. */
	private static Stream<Found> lines(List<SalesFacts.SaleRow> all, Function<SalesFacts.SaleRow, SourceRowKind> kind) {
		var lines = new HashMap<String, Integer>();
		return all.stream().map(it -> {
			var row = new SourceRow(kind.apply(it), it.no() + "/" + lines.merge(it.no(), 1, Integer::sum), it.on(),
					it.kg(), KG, it.yuan());
			return new Found(row, row.kind() + "/" + row.no(), it.no(), "enum.SourceRowKind." + row.kind(),
					it.product(), it.path(), it.path().replaceFirst("^/console/", "/portal/"));
		});
	}

	/**
	 * @param bankId at whom; null for all banks
	 */
	private List<Found> repayments(UUID member, @Nullable UUID bankId, LocalDate asOf) {
		return sql.sql("""
				select t.bank_txn_no, t.value_date, t.amount, l.id, l.bank_loan_no,
				       (select max(a.no) from credit_application a where a.tenant_id = l.tenant_id and a.loan_id = l.id)
				  from credit_loan_txn t join credit_loan l on l.tenant_id = t.tenant_id and l.id = t.loan_id
				 where l.member_id = :member and l.bank_id = coalesce(:bank, l.bank_id) and t.kind = 'REPAYMENT'
				   and t.value_date > :since and t.value_date <= :on
				 order by t.value_date desc""")
			.param("member", member)
			.param("bank", bankId, java.sql.Types.OTHER)
			.param("since", asOf.minusMonths(FactCollector.PAYING_MONTHS))
			.param("on", asOf)
			.query((row, n) -> {
				var loan = row.getString(4);
				var caseNo = row.getString(6);
				var source = new SourceRow(SourceRowKind.REPAYMENT, row.getString(1), row.getObject(2, LocalDate.class),
						null, null, new Money(row.getBigDecimal(3)));
				return new Found(source, "REPAYMENT/" + loan + "/" + source.no(), source.no(), "credit.fact.repayment",
						row.getString(5), "/console/loans/" + loan,
						(caseNo != null) ? "/portal/loans/" + caseNo : null);
			})
			.list();
	}

	/** The word on it that counts: of a declaration, a look-up or an objection. */
	private List<Found> declared(String code, UUID member, LocalDate asOf) {
		return sql.sql("""
				select f.source, coalesce(d.no, o.no, f.id::text), f.as_of, coalesce(d.no, o.no, ''), d.id, o.id
				  from credit_declared_fact f
				  left join credit_declaration d on d.tenant_id = f.tenant_id and d.id = f.declaration_id
				  left join credit_rating_objection o on o.tenant_id = f.tenant_id and o.id = f.objection_id
				 where f.member_id = ? and f.code = ? and f.as_of <= ? and f.as_of > ? order by f.as_of desc limit 1""")
			.params(member, code, asOf, asOf.minusMonths(FactCollector.DECLARED_MONTHS))
			.query((row, n) -> {
				var source = new SourceRow(SourceRowKind.valueOf(row.getString(1)), row.getString(2),
						row.getObject(3, LocalDate.class), null, null, null);
				var declaration = row.getString(5);
				var objection = row.getString(6);
				var console = (objection != null) ? "/console/rating-objections/" + objection
						: (declaration != null) ? "/console/declarations/" + declaration : null;
				return new Found(source, source.kind() + "/" + source.no(), row.getString(4),
						"enum.SourceRowKind." + source.kind(), "", console,
						(objection != null) ? "/portal/credit/objections/" + objection : null);
			})
			.list();
	}

}
