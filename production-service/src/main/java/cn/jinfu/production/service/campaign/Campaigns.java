package cn.jinfu.production.service.campaign;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.SprayPlans;
import cn.jinfu.production.service.order.ServiceOrderCommands;
import cn.jinfu.production.service.order.ServiceOrderState;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 统防统治 from the announcement to the last field. */
@Service
@Transactional
@RequiredArgsConstructor
public class Campaigns {

	static final String TYPE = "Campaign";

	/**
	 * @param menuId the organisation's spraying by 亩
	 * @param dosePerMu in the input's base unit
	 */
	public record Text(UUID menuId, UUID inputId, String pest, BigDecimal dosePerMu, Money materialMu, LocalDate on,
			LocalDate joinsUntil) {
	}

	private static final String SELECT = """
			select c.*, m.name as menu_name, m.price, i.name as input_name, i.unit, v.member_id as provider_member,
			       (select count(*) from production_service_order o
			         where o.campaign_id = c.id and o.state not in ('DECLINED', 'CANCELLED')) as fields,
			       (select coalesce(sum(o.quantity), 0) from production_service_order o
			         where o.campaign_id = c.id and o.state not in ('DECLINED', 'CANCELLED')) as area
			  from production_campaign c
			  join production_service_menu m on m.tenant_id = c.tenant_id and m.id = c.menu_id
			  join production_service_provider v on v.tenant_id = c.tenant_id and v.id = c.provider_id
			  join production_agri_input i on i.tenant_id = c.tenant_id and i.id = c.input_id
			""";

	private final Providers providers;

	private final InputCatalogue inputs;

	private final PlantingFacts plantings;

	private final SprayPlans plans;

	private final ServiceOrderCommands orders;

	private final Farms farms;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** The latest day first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<CampaignView> all() {
		return named(sql.sql(SELECT + " order by c.on_day desc, c.id desc limit 200").query(Campaigns::view).list());
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public CampaignView view(UUID id) {
		return named(sql.sql(SELECT + " where c.id = ?").param(id).query(Campaigns::view).list()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.campaign.not-found", id));
	}

	/** The fields within the reader's reach; all of them for who sprays. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<CampaignView.Field> fields(UUID id) {
		var campaign = view(id);
		var reach = Reach.current();
		return farms.named(sql.sql("""
				select o.*, g.name as plot_name, k.name as crop_name from production_service_order o
				  join production_planting p on p.tenant_id = o.tenant_id and p.id = o.planting_id
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				  join production_crop k on k.code = p.crop
				 where o.campaign_id = :id and (:serving or (""" + Reach.on("o", "o") + ")) order by o.no")
			.param("id", id)
			.param("serving", campaign.serving())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new CampaignView.Field(row.getObject("id", UUID.class), row.getString("no"),
					row.getObject("member_id", UUID.class), "", row.getObject("planting_id", UUID.class),
					row.getString("plot_name"), row.getString("crop_name"), row.getBigDecimal("quantity"),
					ServiceOrderState.valueOf(row.getString("state"))))
			.list(), CampaignView.Field::memberId, CampaignView.Field::withMemberName);
	}

	@PreAuthorize("hasAuthority('production:service:manage')")
	public UUID announce(Text text) {
		var menu = providers.menu(text.menuId());
		if (menu.item() != ServiceItem.SPRAY || menu.unit() != ServiceUnit.MU) {
			throw new RuleBroken("production.campaign.menu").at("menuId");
		}
		inputs.require(text.inputId());
		if (text.pest().isBlank() || text.pest().length() > 60) {
			throw new RuleBroken("production.campaign.pest").at("pest");
		}
		if (text.dosePerMu().signum() <= 0 || text.dosePerMu().stripTrailingZeros().scale() > 6) {
			throw new RuleBroken("production.quantity.not-positive").at("dosePerMu");
		}
		if (text.materialMu().isNegative()) {
			throw new RuleBroken("production.service-order.material").at("materialMu");
		}
		if (text.joinsUntil().isBefore(clock.today()) || text.joinsUntil().isAfter(text.on())
				|| !menu.opens(text.on())) {
			throw new RuleBroken("production.campaign.day", menu.opensOn(), menu.closesOn()).at("on");
		}
		var id = Ids.next();
		sql.sql("""
				insert into production_campaign
				  (id, tenant_id, version, no, provider_id, menu_id, input_id, pest, dose_per_mu, material_mu, on_day,
				   joins_until, state, announced_by, announced_at)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?)""")
			.params(id, Tenant.require(), numbers.next("campaign", "TF-%06d"), menu.providerId(), menu.id(),
					text.inputId(), text.pest().strip(), text.dosePerMu(), text.materialMu().yuan(), text.on(),
					text.joinsUntil(), Actor.current().personId(), Timestamp.from(clock.now()))
			.update();
		history.record(TYPE, id, null, CampaignState.OPEN, null);
		return id;
	}

	/**
	 * A farm's planting takes part, with its whole area; what the label does not allow
	 * for that crop is not promised.
	 * @return the order for it
	 */
	@PreAuthorize("hasAuthority('production:service:order')")
	public UUID join(UUID id, UUID plantingId) {
		var campaign = locked(id);
		campaign.state().after(CampaignState.Action.JOIN);
		if (clock.today().isAfter(campaign.joinsUntil())) {
			throw new RuleBroken("production.campaign.over", campaign.joinsUntil());
		}
		var member = Actor.current().memberId();
		var planting = plantings.find(plantingId)
			.filter(it -> it.memberId().equals(member))
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		var joined = sql.sql("""
				select exists (select 1 from production_service_order
				 where campaign_id = ? and planting_id = ? and state not in ('DECLINED', 'CANCELLED'))""")
			.params(id, plantingId)
			.query(Boolean.class)
			.single();
		if (joined) {
			throw new RuleBroken("production.campaign.joined").at("plantingId");
		}
		var plan = plans.plan(List.of(plantingId), campaign.inputId(), campaign.dosePerMu().multiply(planting.areaMu()),
				campaign.pest(), campaign.onDay());
		if (plan.lines().stream().anyMatch(line -> !line.ok())) {
			throw new RuleBroken("production.campaign.label", campaign.inputName(), planting.cropName())
				.at("plantingId");
		}
		return orders.join(member,
				new ServiceOrderCommands.Wish(plantingId, campaign.menuId(), planting.areaMu(), campaign.onDay(), null),
				id);
	}

	/** A farm takes its field out again, as long as its order may be cancelled. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void leave(UUID id, UUID orderId, String reason) {
		view(id);
		orders.leave(id, orderId, reason);
	}

	@PreAuthorize("hasAuthority('production:service:manage')")
	public void close(UUID id, long version) {
		move(id, version, CampaignState.Action.CLOSE, null);
	}

	/** It does not come about; the orders of it end, the day is free again. */
	@PreAuthorize("hasAuthority('production:service:manage')")
	public void cancel(UUID id, String reason, long version) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		move(id, version, CampaignState.Action.CANCEL, reason);
		orders.callOff(id, reason);
	}

	/** Every field of it is reported or has dropped out. */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public boolean finish(UUID id) {
		var campaign = locked(id);
		var open = sql.sql("""
				select exists (select 1 from production_service_order
				 where campaign_id = ? and state in ('ORDERED', 'TAKEN', 'DISPATCHED', 'WORKING'))""")
			.param(id)
			.query(Boolean.class)
			.single();
		if (open || campaign.state() != CampaignState.CLOSED) {
			return false;
		}
		move(id, campaign.version(), CampaignState.Action.CARRY_OUT, null);
		return true;
	}

	private void move(UUID id, long version, CampaignState.Action action, @Nullable String reason) {
		var campaign = locked(id);
		if (campaign.version() != version) {
			throw new Stale("kernel.stale");
		}
		var next = campaign.state().after(action);
		sql.sql("update production_campaign set state = ?, version = version + 1 where id = ?")
			.params(next.name(), id)
			.update();
		history.record(TYPE, id, campaign.state(), next, reason);
	}

	/** Who joins, closes or calls it off comes alone. */
	private CampaignView locked(UUID id) {
		sql.sql("select id from production_campaign where id = ? for update").param(id).query(UUID.class).optional();
		return view(id);
	}

	private List<CampaignView> named(List<CampaignView> rows) {
		return farms.named(rows, CampaignView::providerMember, CampaignView::withProviderName);
	}

	private static CampaignView view(ResultSet row, int n) throws SQLException {
		var provider = row.getObject("provider_member", UUID.class);
		return new CampaignView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("provider_id", UUID.class), provider, "", row.getObject("menu_id", UUID.class),
				row.getString("menu_name"), new Money(row.getBigDecimal("price")),
				row.getObject("input_id", UUID.class), row.getString("input_name"),
				InputUnit.valueOf(row.getString("unit")), row.getString("pest"), row.getBigDecimal("dose_per_mu"),
				new Money(row.getBigDecimal("material_mu")), row.getObject("on_day", LocalDate.class),
				row.getObject("joins_until", LocalDate.class), CampaignState.valueOf(row.getString("state")),
				row.getObject("announced_at", OffsetDateTime.class).toInstant(), row.getLong("fields"),
				row.getBigDecimal("area"), provider.toString().equals(Reach.current().member()),
				row.getLong("version"));
	}

}
