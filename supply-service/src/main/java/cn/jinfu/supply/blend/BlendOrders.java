package cn.jinfu.supply.blend;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.FertiliserRecipes;
import cn.jinfu.supply.outlet.OutletStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A farm orders what its recipe asks for; the outlet prepares it; the till sells it and
 * so fills the farm's holding, as every purchase does.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class BlendOrders {

	static final String TYPE = "BlendOrder";

	public record Filter(@Nullable String q, @Nullable BlendState state, @Nullable String after, int limit) {
	}

	/** An outlet as the farm chooses it. */
	record Counter(UUID id, String name, String address, String phone) {
	}

	private static final int AHEAD_DAYS = 60;

	private static final String FROM = """
			  from supply_blend_order b
			  join supply_outlet o on o.tenant_id = b.tenant_id and o.id = b.outlet_id
			  join production_soil_recipe r on r.tenant_id = b.tenant_id and r.id = b.recipe_id
			""";

	private static final String SELECT = "select b.*, o.name as outlet, o.phone, r.no as recipe_no" + FROM;

	/** A farm sees its own, an outlet what was ordered there, staff all in reach. */
	private static final String REACH = """
			(:scope = 'ALL' or (:scope = 'TOWNSHIP' and o.township_code = :ref)
			  or (:scope = 'OUTLET' and o.id::text = :ref) or (:scope = 'MEMBER' and b.member_id::text = :ref))""";

	private static final String WHERE = """
			 where (:q = '' or b.no ilike '%' || :q || '%' or r.no ilike '%' || :q || '%')
			   and (:state = '' or b.state = :state) and
			""" + REACH;

	private final JdbcClient sql;

	private final FertiliserRecipes recipes;

	private final MemberDirectory members;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final BusinessClock clock;

	/** The latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:blend:view')")
	public Paged<BlendOrderView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (b.ordered_at, b.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by b.ordered_at desc, b.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(BlendOrders::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.orderedAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:blend:view')")
	public BlendOrderView view(UUID id) {
		var scope = Actor.current().scope();
		return named(sql.sql(SELECT + " where b.id = :id and " + REACH)
			.param("id", id)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.query(BlendOrders::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("supply.blend.not-found", id));
	}

	/** What waits at the reader's counter, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:blend:serve')")
	public List<BlendOrderView> waiting(int limit) {
		var scope = Actor.current().scope();
		return named(sql
			.sql(SELECT + " where b.state = 'ORDERED' and " + REACH + " order by b.ordered_at, b.id limit :limit")
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("limit", limit)
			.query(BlendOrders::view)
			.list());
	}

	/** What of a farm may be sold at that counter now, the oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	public List<BlendOrderView> fillable(UUID memberId, UUID outletId) {
		return sql.sql(SELECT + """
				where b.member_id = ? and b.outlet_id = ? and b.state in ('ORDERED', 'READY')
				order by b.ordered_at, b.id""").params(memberId, outletId).query(BlendOrders::view).list();
	}

	/** What the recipe asks for. */
	@Transactional(readOnly = true)
	public FertiliserRecipes.Recipe recipe(UUID recipeId) {
		return recipes.find(recipeId).orElseThrow(() -> new NotFound("supply.blend.recipe-not-found", recipeId));
	}

	/** Where one may order, by name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:blend:order')")
	List<Counter> counters() {
		return sql
			.sql("select id, name, address, phone from supply_outlet where status = 'OPEN' order by name, id limit 500")
			.query((row, n) -> new Counter(row.getObject("id", UUID.class), row.getString("name"),
					row.getString("address"), row.getString("phone")))
			.list();
	}

	/** Once for a recipe, until it is declined or cancelled. */
	@PreAuthorize("hasAuthority('supply:blend:order')")
	public UUID order(UUID recipeId, UUID outletId, LocalDate on) {
		var member = Actor.current().memberId();
		var recipe = recipes.find(recipeId)
			.filter(it -> it.memberId().equals(member))
			.orElseThrow(() -> new NotFound("supply.blend.recipe-not-found", recipeId));
		members.requireActive(member);
		if (recipe.items().isEmpty()) {
			throw new RuleBroken("supply.blend.nothing");
		}
		var open = sql.sql("select status from supply_outlet where id = ?")
			.param(outletId)
			.query(String.class)
			.optional()
			.filter(OutletStatus.OPEN.name()::equals);
		if (open.isEmpty()) {
			throw new RuleBroken("supply.blend.outlet").at("outletId");
		}
		if (on.isBefore(clock.today()) || on.isAfter(clock.today().plusDays(AHEAD_DAYS))) {
			throw new RuleBroken("supply.blend.day", AHEAD_DAYS).at("on");
		}
		var id = Ids.next();
		var now = Timestamp.from(clock.now());
		try {
			sql.sql("""
					insert into supply_blend_order
					  (id, tenant_id, version, no, recipe_id, member_id, outlet_id, wanted_on, state, ordered_by,
					   ordered_at, changed_at)
					values (?, ?, 0, ?, ?, ?, ?, ?, 'ORDERED', ?, ?, ?)""")
				.params(id, Tenant.require(), numbers.next("blend_order", "PD-%06d"), recipeId, member, outletId, on,
						Actor.current().personId(), now, now)
				.update();
		}
		catch (DuplicateKeyException twice) {
			throw new RuleBroken("supply.blend.ordered", recipe.no());
		}
		history.record(TYPE, id, null, BlendState.ORDERED, null);
		return id;
	}

	@PreAuthorize("hasAuthority('supply:blend:serve')")
	public void prepare(UUID id, long version) {
		var order = move(id, version, BlendState.Action.PREPARE, null);
		messages.tell(order.memberId(), "supply.message.blend-ready", order.no(), order.outlet());
	}

	@PreAuthorize("hasAuthority('supply:blend:serve')")
	public void decline(UUID id, String reason, long version) {
		var order = move(id, version, BlendState.Action.DECLINE, reasoned(reason));
		messages.tell(order.memberId(), "supply.message.blend-declined", order.no(), order.outlet());
	}

	/** The farm needs it no more. */
	@PreAuthorize("hasAuthority('supply:blend:order')")
	public void cancel(UUID id, String reason, long version) {
		move(id, version, BlendState.Action.CANCEL, reasoned(reason));
	}

	/**
	 * Filled by this sale, which the database holds already.
	 * @param inputIds what is sold; at least one of them must be in the recipe
	 */
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	public void fill(UUID id, UUID memberId, UUID outletId, UUID saleId, Set<UUID> inputIds) {
		sql.sql("select id from supply_blend_order where id = ? for update").param(id).query(UUID.class).optional();
		var order = sql.sql(SELECT + " where b.id = ? and b.member_id = ? and b.outlet_id = ?")
			.params(id, memberId, outletId)
			.query(BlendOrders::view)
			.optional()
			.orElseThrow(() -> new NotFound("supply.blend.not-found", id));
		var next = order.state().after(BlendState.Action.SELL);
		var asked = recipe(order.recipeId()).items()
			.stream()
			.map(FertiliserRecipes.Item::inputId)
			.collect(Collectors.toSet());
		if (inputIds.stream().noneMatch(asked::contains)) {
			throw new RuleBroken("supply.blend.nothing-of-it", order.recipeNo()).at("lines");
		}
		sql.sql("""
				update supply_blend_order set state = ?, sale_id = ?, changed_at = ?, version = version + 1
				 where id = ?""").params(next.name(), saleId, Timestamp.from(clock.now()), id).update();
		history.record(TYPE, id, order.state(), next, null);
	}

	/** Which order a sale filled; empty when none. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	public Optional<UUID> filledBy(UUID saleId) {
		return sql.sql("select id from supply_blend_order where sale_id = ?")
			.param(saleId)
			.query(UUID.class)
			.optional();
	}

	private static String reasoned(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("supply.blend.reason").at("reason");
		}
		return reason.strip();
	}

	private BlendOrderView move(UUID id, long version, BlendState.Action action, @Nullable String reason) {
		sql.sql("select id from supply_blend_order where id = ? for update").param(id).query(UUID.class).optional();
		var order = view(id);
		if (order.version() != version) {
			throw new Stale("kernel.stale");
		}
		var next = order.state().after(action);
		sql.sql("update supply_blend_order set state = ?, changed_at = ?, version = version + 1 where id = ?")
			.params(next.name(), Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, order.state(), next, reason);
		return order;
	}

	private List<BlendOrderView> named(List<BlendOrderView> rows) {
		if (rows.isEmpty()) {
			return rows;
		}
		var names = members.inSet(rows.stream().map(BlendOrderView::memberId).collect(Collectors.toSet()));
		return rows.stream().map(row -> {
			var farm = names.get(row.memberId());
			return (farm != null) ? row.withMemberName(farm.name()) : row;
		}).toList();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var scope = Actor.current().scope();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("scope", scope.kind().name())
			.param("ref", scope.ref());
	}

	private static BlendOrderView view(ResultSet row, int n) throws SQLException {
		return new BlendOrderView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("recipe_id", UUID.class), row.getString("recipe_no"),
				row.getObject("member_id", UUID.class), "", row.getObject("outlet_id", UUID.class),
				row.getString("outlet"), row.getString("phone"), row.getObject("wanted_on", LocalDate.class),
				BlendState.valueOf(row.getString("state")),
				row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
				row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getObject("sale_id", UUID.class),
				row.getLong("version"));
	}

}
