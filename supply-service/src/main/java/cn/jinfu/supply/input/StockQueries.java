package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.InputUnit;
import cn.jinfu.supply.outlet.OutletQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What stands on the shelves of the outlets that the reader reaches. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class StockQueries {

	/** So few packages, or so few days to the last one, want attention. */
	static final int FEW_PACKS = 10;

	static final int FEW_DAYS = 60;

	private static final String FROM = """
			  from supply_stock k join supply_outlet o on o.tenant_id = k.tenant_id and o.id = k.outlet_id
			  join production_agri_input i on i.tenant_id = k.tenant_id and i.id = k.input_id
			  left join lateral (select p.price, p.zero_margin, p.deposit from supply_price p
			    where p.tenant_id = k.tenant_id and p.input_id = k.input_id and p.valid_from <= :today
			    order by p.valid_from desc limit 1) p on true
			 where
			""" + OutletQueries.VISIBLE
			+ """
					   and (:q = '' or i.name like :like or k.lot_no ilike :like or o.name like :like)
					   and (:outlet = '' or k.outlet_id = nullif(:outlet, '')::uuid) and (not :low or k.on_hand < :few or k.expires_on <= :soon)
					""";

	private static final String SELECT = """
			select k.id, k.outlet_id, o.name as outlet, k.input_id, i.name, i.registration_no, i.pack_quantity, i.unit,
			       i.pack_name, k.lot_no, k.expires_on, k.on_hand, p.price, coalesce(p.zero_margin, false),
			       coalesce(p.deposit, 0)
			""" + FROM;

	/**
	 * @param price per package, null while nobody has set one: it cannot be sold then
	 */
	public record Shelf(UUID stockId, UUID outletId, String outlet, UUID inputId, String input,
			@Nullable String registrationNo, @Nullable BigDecimal packQuantity, InputUnit unit,
			@Nullable String packName, String lotNo, LocalDate expiresOn, long daysLeft, int onHand,
			@Nullable Money price, boolean zeroMargin, Money deposit, AgriInputs.Standing standing) {

		public boolean expired() {
			return daysLeft <= 0;
		}

		public boolean soon() {
			return daysLeft > 0 && daysLeft <= FEW_DAYS;
		}

		public boolean few() {
			return onHand < FEW_PACKS;
		}

		/** Whether the till may offer it at all; the sale checks again. */
		public boolean sellable() {
			return onHand > 0 && !expired() && price != null && standing != AgriInputs.Standing.BANNED;
		}

	}

	/** One movement of a shelf. */
	public record Entry(String kind, int packs, LocalDate on) {
	}

	private final JdbcClient sql;

	private final AgriInputs inputs;

	private final BusinessClock clock;

	/** By name, first expired first. */
	@PreAuthorize("hasAuthority('supply:stock:view')")
	Paged<Shelf> list(@Nullable String q, @Nullable UUID outlet, boolean low, int limit, @Nullable String after) {
		var place = Cursor.read(after, 3);
		var first = place.isEmpty();
		var rows = bind(SELECT + """
				and (:first or (i.name, k.expires_on, k.id) > (:name, cast(:day as date), cast(:id as uuid)))
				order by i.name, k.expires_on, k.id limit :limit""", q, outlet, low).param("first", first)
			.param("name", first ? "" : place.get(0))
			.param("day", first ? "2000-01-01" : place.get(1))
			.param("id", first ? new UUID(0, 0).toString() : place.get(2))
			.param("limit", limit + 1)
			.query((row, n) -> shelf(row))
			.list();
		var count = bind("select count(*)" + FROM, q, outlet, low).query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.input(), row.expiresOn(), row.stockId()));
	}

	@PreAuthorize("hasAuthority('supply:stock:view')")
	Shelf view(UUID stockId) {
		return bind(SELECT + " and k.id = :id", null, null, false).param("id", stockId)
			.query((row, n) -> shelf(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.stock.not-found", stockId));
	}

	/** The latest movement first. */
	@PreAuthorize("hasAuthority('supply:stock:view')")
	List<Entry> entries(UUID stockId, int limit) {
		return sql.sql("select kind, packs, on_day from supply_stock_entry where stock_id = ? order by id desc limit ?")
			.params(view(stockId).stockId(), limit)
			.query((row, n) -> new Entry(row.getString(1), row.getInt(2), row.getObject(3, LocalDate.class)))
			.list();
	}

	/** What one outlet can sell now. */
	@PreAuthorize("hasAuthority('supply:stock:view')")
	List<Shelf> sellable(UUID outletId) {
		return list(null, outletId, false, 1000, null).items().stream().filter(Shelf::sellable).toList();
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable String q, @Nullable UUID outlet, boolean low) {
		var scope = Actor.current().scope();
		var typed = Objects.requireNonNullElse(q, "").strip();
		return sql.sql(text)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("today", clock.today())
			.param("soon", clock.today().plusDays(FEW_DAYS))
			.param("few", FEW_PACKS)
			.param("low", low)
			.param("q", typed)
			.param("like", "%" + typed + "%")
			.param("outlet", Objects.toString(outlet, ""));
	}

	private Shelf shelf(java.sql.ResultSet row) throws java.sql.SQLException {
		var expires = row.getObject(11, LocalDate.class);
		var input = row.getObject(4, UUID.class);
		var price = row.getBigDecimal(13);
		return new Shelf(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3), input,
				row.getString(5), row.getString(6), row.getBigDecimal(7), InputUnit.valueOf(row.getString(8)),
				row.getString(9), row.getString(10), expires, ChronoUnit.DAYS.between(clock.today(), expires),
				row.getInt(12), (price != null) ? new Money(price) : null, row.getBoolean(14),
				new Money(row.getBigDecimal(15)), inputs.standing(input, clock.today()));
	}

}
