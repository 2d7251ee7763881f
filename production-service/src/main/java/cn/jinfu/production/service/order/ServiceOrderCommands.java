package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.rule.FieldRules;
import cn.jinfu.production.service.provider.Providers;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** From the wish on the phone to the money. */
@Service
@Transactional
@RequiredArgsConstructor
public class ServiceOrderCommands {

	/** So many pictures with one report. */
	private static final int PICTURES = 6;

	static final String TYPE = "ServiceOrder";

	/**
	 * @param quantity in the menu's unit
	 */
	public record Wish(UUID plantingId, UUID menuId, BigDecimal quantity, LocalDate on, @Nullable String note) {
	}

	/**
	 * @param machineId null for work by hand
	 */
	public record Dispatch(@Nullable UUID machineId, String worker, Instant from, Instant to) {
	}

	/**
	 * @param used what was put on the field, in all
	 * @param ownInput whether it was the organisation's own, not the farm's
	 * @param material price of the organisation's own input
	 * @param lateReason why it is told so late, where that is asked
	 */
	public record Report(LocalDate on, BigDecimal quantity, OperationCommands.@Nullable InputUsed used,
			boolean ownInput, Money material, @Nullable String note, @Nullable String lateReason,
			List<MultipartFile> photos) {
	}

	private final ServiceOrders orders;

	private final Providers providers;

	private final PlantingFacts plantings;

	private final PlotDirectory plots;

	private final Farms farms;

	private final OperationCommands operations;

	private final FieldRules rules;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final ServiceUse uses;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	/**
	 * A farm orders for one of its plantings; the day's room is taken with it.
	 * @throws NotFound for a planting that is not this farm's
	 */
	@PreAuthorize("hasAuthority('production:service:order')")
	public UUID place(UUID memberId, Wish wish) {
		return place(memberId, wish, null);
	}

	/** The same as a part of a campaign. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public UUID join(UUID memberId, Wish wish, UUID campaignId) {
		return place(memberId, wish, campaignId);
	}

	private UUID place(UUID memberId, Wish wish, @Nullable UUID campaignId) {
		farms.requireReached(memberId);
		var planting = plantings.find(wish.plantingId())
			.filter(it -> it.memberId().equals(memberId))
			.orElseThrow(() -> new NotFound("production.planting.not-found", wish.plantingId()));
		if (planting.state() != PlantingState.PLANNED && planting.state() != PlantingState.GROWING
				&& planting.state() != PlantingState.HARVESTING) {
			throw new RuleBroken("production.service-order.planting-over").at("plantingId");
		}
		if (!providers.orderable(wish.menuId())) {
			throw new RuleBroken("production.service-order.not-offered").at("menuId");
		}
		var menu = providers.menu(wish.menuId());
		var division = plots.find(planting.plotId()).orElseThrow().divisionCode();
		var order = ServiceOrder.place(numbers.next("service_order", "FW-%06d"),
				new ServiceOrder.Field(memberId, division, planting.plantingId(), planting.crop(),
						providers.distanceKm(menu, planting.plotId()).orElse(null)),
				menu, new ServiceOrder.Wish(wish.quantity(), wish.on(), blankToNull(wish.note())), clock.today(),
				Actor.current().personId(), clock.now());
		if (menu.unit() == cn.jinfu.production.service.provider.ServiceUnit.MU
				&& wish.quantity().compareTo(planting.areaMu()) > 0) {
			throw new RuleBroken("production.service-order.above-area", Plain.of(planting.areaMu()).toPlainString())
				.at("quantity");
		}
		if (campaignId != null) {
			order.belongTo(campaignId);
		}
		providers.take(menu, wish.on(), wish.quantity());
		history.record(TYPE, order.id(), null, order.state(), null);
		orders.save(order);
		messages.tell(menu.providerMemberId(), "production.message.service-ordered", order.no(), order.name());
		return order.id();
	}

	@PreAuthorize("hasAuthority('production:service:provide')")
	public void take(UUID orderId, long version) {
		var order = change(served(orderId), version, null, it -> it.take(clock.now()));
		messages.tell(order.memberId(), "production.message.service-taken", order.no(), order.name());
	}

	@PreAuthorize("hasAuthority('production:service:provide')")
	public void decline(UUID orderId, String reason, long version) {
		var order = change(served(orderId), version, reason, it -> it.decline(reason, clock.now()));
		providers.giveBack(order.menuId(), order.wantedOn(), order.quantity());
		messages.tell(order.memberId(), "production.message.service-declined", order.no(), order.name());
	}

	/** The farm needs it no more. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void cancel(UUID orderId, String reason, long version) {
		var order = change(owned(orderId), version, reason, it -> it.cancel(reason, clock.now()));
		providers.giveBack(order.menuId(), order.wantedOn(), order.quantity());
		providers.free(order.id());
	}

	/** The same for a field of a campaign. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void leave(UUID campaignId, UUID orderId, String reason) {
		var order = owned(orderId);
		if (!campaignId.equals(order.campaignId())) {
			throw new NotFound("production.service-order.not-found", orderId);
		}
		cancel(orderId, reason, order.version());
	}

	/**
	 * With whom, what and when.
	 * @throws RuleBroken {@code production.machine.booked} when the machine is elsewhere
	 */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void dispatch(UUID orderId, Dispatch plan, long version) {
		var order = served(orderId);
		providers.free(orderId);
		change(order, version, null,
				it -> it.dispatch(plan.machineId(), plan.worker(), plan.from(), plan.to(), clock.now()));
		entities.flush();
		if (plan.machineId() != null) {
			var machine = providers.machine(plan.machineId());
			if (!machine.providerId().equals(order.providerId())) {
				throw new NotFound("production.machine.not-found", plan.machineId());
			}
			providers.book(machine, orderId, plan.from(), plan.to(), order.no());
		}
		messages.tell(order.memberId(), "production.message.service-dispatched", order.no(), plan.worker(),
				plan.from().atZone(BusinessClock.ZONE).toLocalDate());
	}

	@PreAuthorize("hasAuthority('production:service:provide')")
	public void start(UUID orderId, long version) {
		change(served(orderId), version, null, it -> it.start(clock.now()));
	}

	/**
	 * What was done goes into the field record by the rules of every entry: the input is
	 * drawn from its holding, the label is checked, the safe day follows.
	 */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void report(UUID orderId, Report report, long version) {
		var order = served(orderId).seenAt(version);
		order.checkReport(report.quantity());
		if (report.material().isNegative() || (report.material().isPositive() && !report.ownInput())) {
			throw new RuleBroken("production.service-order.material").at("material");
		}
		var photos = pictures(order, report.photos());
		var operation = operations.recordServed(
				new OperationCommands.Done(Ids.next(), List.of(order.plantingId()), order.item().work(), report.on(),
						report.used(), order.no() + " " + order.name(), photos.isEmpty() ? null : photos.getFirst(),
						report.lateReason()),
				order.memberId(), report.ownInput() ? providers.requireMe().memberId() : order.memberId());
		change(order, version, null, it -> it.report(new ServiceOrder.Report(report.on(), report.quantity(),
				report.material(), blankToNull(report.note()), operation), Actor.current().personId(), clock.now()));
		messages.tell(order.memberId(), "production.message.service-reported", order.no(), order.name());
	}

	/** The farm is content with so much of it; counted as a use of the service, once. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void accept(UUID orderId, BigDecimal quantity, @Nullable Integer score, long version) {
		var order = change(owned(orderId), version, null,
				it -> it.accept(quantity, score, Actor.current().personId(), clock.now()));
		var done = order.doneOn();
		uses.record(order.memberId(), ServiceKind.FIELD_SERVICE, (done != null) ? done : clock.today(),
				"production.service-order", order.id());
	}

	/**
	 * For the nightly job: who was not told yet is told; who was told and said nothing
	 * until the last day is taken to agree.
	 * @return how many were told or taken to agree
	 */
	public int settleSilence(LocalDate today) {
		var rule = rules.current();
		var told = silent(null, today.minusDays(rule.acceptWarnDays()));
		for (var id : told) {
			var order = orders.require(id);
			order.warn(today);
			orders.save(order);
			messages.tell(order.memberId(), "production.message.service-silence", order.no(), order.name(),
					today.plusDays(rule.graceDays()));
		}
		var over = silent(today.minusDays(rule.graceDays()), today.minusDays(rule.acceptDays())).stream()
			.filter(id -> promised(orders.require(id).acceptWarnedOn(), today))
			.toList();
		for (var id : over) {
			var order = orders.require(id);
			change(order, order.version(), null, it -> it.acceptSilently(clock.now()));
			var done = order.doneOn();
			uses.record(order.memberId(), ServiceKind.FIELD_SERVICE, (done != null) ? done : today,
					"production.service-order", order.id());
			messages.tell(order.memberId(), "production.message.service-silent", order.no(), order.name());
			messages.tell(memberOf(order.providerId()), "production.message.service-silent", order.no(), order.name());
		}
		return told.size() + over.size();
	}

	/** Whether the days are over that the farm was told, whatever was decided since. */
	private boolean promised(@Nullable LocalDate told, LocalDate today) {
		return told != null && !told.plusDays(rules.on(told).graceDays()).isAfter(today);
	}

	/**
	 * Reported on or before that day and not answered.
	 * @param told by which day the farm was told; null for those that were not
	 */
	private List<UUID> silent(@Nullable LocalDate told, LocalDate since) {
		return sql.sql("""
				select id from production_service_order where state = 'REPORTED' and changed_at < :until
				   and (accept_warned_on <= :told or (cast(:told as date) is null and accept_warned_on is null))
				 order by id""")
			.param("told", told, java.sql.Types.DATE)
			.param("until", java.sql.Timestamp.from(since.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant()))
			.query(UUID.class)
			.list();
	}

	/** To be done over; the organisation sees why. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void complain(UUID orderId, String reason, long version) {
		var order = change(owned(orderId), version, reason, it -> it.complain(reason, clock.now()));
		messages.tell(memberOf(order.providerId()), "production.message.service-complained", order.no(), order.name());
	}

	@PreAuthorize("hasAuthority('production:service:provide')")
	public void bill(UUID orderId, long version) {
		var order = change(served(orderId), version, null, it -> it.bill(clock.now()));
		messages.tell(order.memberId(), "production.message.service-billed", order.no(),
				String.valueOf(order.amount()));
	}

	/** The money has come in; said by who gets it. */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void pay(UUID orderId, LocalDate on, String ref, long version) {
		change(served(orderId), version, null,
				it -> it.pay(on, ref, clock.today(), Actor.current().personId(), clock.now()));
	}

	/** One field of a campaign, from the order to the report, or nothing of it. */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void carryOut(UUID orderId, Dispatch plan, Report report) {
		take(orderId, served(orderId).version());
		entities.flush();
		dispatch(orderId, plan, served(orderId).version());
		entities.flush();
		start(orderId, served(orderId).version());
		entities.flush();
		report(orderId, report, served(orderId).version());
	}

	/** Ends what is left of a campaign that does not come about. */
	@PreAuthorize("hasAuthority('production:service:manage')")
	public void callOff(UUID campaignId, String reason) {
		for (var order : orders.findByCampaignIdOrderById(campaignId)) {
			if (order.state().actions().contains(ServiceOrderState.Action.CANCEL)) {
				change(order, order.version(), reason, it -> it.cancel(reason, clock.now()));
				providers.giveBack(order.menuId(), order.wantedOn(), order.quantity());
				providers.free(order.id());
				messages.tell(order.memberId(), "production.message.service-declined", order.no(), order.name());
			}
		}
	}

	private ServiceOrder served(UUID orderId) {
		var order = orders.require(orderId);
		if (!order.providerId().equals(providers.requireMe().id())) {
			throw new NotFound("production.service-order.not-found", orderId);
		}
		return order;
	}

	private ServiceOrder owned(UUID orderId) {
		var order = orders.require(orderId);
		if (!order.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("production.service-order.not-found", orderId);
		}
		return order;
	}

	private ServiceOrder change(ServiceOrder order, long version, @Nullable String reason, Consumer<ServiceOrder> act) {
		order.seenAt(version);
		var from = order.state();
		act.accept(order);
		history.record(TYPE, order.id(), from, order.state(), reason);
		return orders.save(order);
	}

	private UUID memberOf(UUID providerId) {
		return sql.sql("select member_id from production_service_provider where id = ?")
			.param(providerId)
			.query(UUID.class)
			.single();
	}

	private List<UUID> pictures(ServiceOrder order, List<MultipartFile> photos) {
		var sent = photos.stream().filter(photo -> !photo.isEmpty()).toList();
		if (sent.size() > PICTURES) {
			throw new RuleBroken("production.service-order.many-pictures", PICTURES).at("photos");
		}
		return sent.stream()
			.flatMap(photo -> files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, order.memberId())
				.stream())
			.map(stored -> {
				sql.sql("insert into production_service_photo (tenant_id, order_id, file_id) values (?, ?, ?)")
					.params(Tenant.require(), order.id(), stored.fileId())
					.update();
				return stored.fileId();
			})
			.toList();
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

}
