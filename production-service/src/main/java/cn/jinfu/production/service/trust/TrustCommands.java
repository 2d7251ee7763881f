package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.service.provider.Providers;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** From the draft to the settled season. */
@Service
@Transactional
@RequiredArgsConstructor
public class TrustCommands {

	static final String TYPE = "TrustContract";

	private final TrustContracts contracts;

	private final Providers providers;

	private final PlotDirectory plots;

	private final Crops crops;

	private final Farms farms;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final ServiceUse uses;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final TrustQueries queries;

	private final FileStore files;

	private final Audit audit;

	private final EntityManager entities;

	/**
	 * Written down for both sides; all plots of one farm.
	 * @throws RuleBroken {@code production.trust.plot-taken} for a plot in other hands at
	 * that time
	 */
	@PreAuthorize("hasAuthority('production:trust:draft')")
	public UUID draft(UUID memberId, UUID providerId, TrustTerms terms, List<TrustTerms.Entrusted> fields) {
		farms.requireReached(memberId);
		var provider = providers.view(providerId);
		if (!provider.active()) {
			throw new RuleBroken("production.trust.provider").at("providerId");
		}
		if (crops.find(terms.crop()).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", terms.crop()).at("crop");
		}
		var division = check(memberId, fields);
		var area = fields.stream().map(TrustTerms.Entrusted::areaMu).reduce(BigDecimal.ZERO, BigDecimal::add);
		var contract = TrustContract.draft(numbers.next("trust", "TG-%06d"),
				new TrustContract.Sides(memberId, division, providerId, provider.memberId()), terms, area,
				Actor.current().personId(), clock.now());
		history.record(TYPE, contract.id(), null, contract.state(), null);
		contracts.save(contract);
		entities.flush();
		write(contract.id(), terms, fields);
		messages.tell(memberId, "production.message.trust-drafted", contract.no(), provider.name());
		return contract.id();
	}

	/** The division of the first plot. */
	private String check(UUID memberId, List<TrustTerms.Entrusted> fields) {
		if (fields.isEmpty()) {
			throw new RuleBroken("production.trust.plots").at("plots");
		}
		if (fields.stream().map(TrustTerms.Entrusted::plotId).distinct().count() != fields.size()) {
			throw new RuleBroken("production.trust.plot-twice").at("plots");
		}
		for (var field : fields) {
			var plot = plots.find(field.plotId())
				.filter(it -> it.memberId().equals(memberId))
				.orElseThrow(() -> new NotFound("production.plot.not-found", field.plotId()));
			if (field.areaMu().signum() <= 0 || field.areaMu().stripTrailingZeros().scale() > 4
					|| field.areaMu().compareTo(plot.areaMu()) > 0) {
				throw new RuleBroken("production.trust.area", plot.name()).at("plots");
			}
		}
		return plots.find(fields.getFirst().plotId()).orElseThrow().divisionCode();
	}

	private void write(UUID contractId, TrustTerms terms, List<TrustTerms.Entrusted> fields) {
		var tenant = Tenant.require();
		// one after the other, and all in one order: who claims the same fields at once
		// would wait for each other
		sql.sql("select id from production_plot where tenant_id = ? and id = any(?) order by id for no key update")
			.params(tenant, fields.stream().map(TrustTerms.Entrusted::plotId).distinct().toArray(UUID[]::new))
			.query(UUID.class)
			.list();
		for (var field : fields) {
			// read before: after a clash the transaction answers no more
			var name = plots.find(field.plotId()).map(PlotDirectory.PlotFacts::name).orElse("");
			try {
				sql.sql("""
						insert into production_trust_plot (tenant_id, contract_id, plot_id, area_mu, during, active)
						values (?, ?, ?, ?, daterange(?, ?, '[]'), true)""")
					.params(tenant, contractId, field.plotId(), field.areaMu(), terms.beginsOn(), terms.endsOn())
					.update();
			}
			catch (DataIntegrityViolationException clash) {
				if (Constraints.name(clash).filter("production_trust_plot_one_ex"::equals).isPresent()) {
					throw new RuleBroken("production.trust.plot-taken", name).at("plots");
				}
				throw clash;
			}
		}
		var no = 0;
		for (var part : terms.parts()) {
			sql.sql("""
					insert into production_trust_part (tenant_id, contract_id, no, due_on, percent)
					values (?, ?, ?, ?, ?)""").params(tenant, contractId, ++no, part.dueOn(), part.percent()).update();
		}
	}

	/** 甲方签: on the farm's own phone. */
	@PreAuthorize("hasAuthority('production:service:order')")
	public void signForFarm(UUID contractId, long version) {
		var contract = contracts.require(contractId);
		if (!contract.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("production.trust.not-found", contractId);
		}
		var actor = Actor.current();
		change(contract, version, null, it -> it.signForFarm(actor.personId(), actor.displayName(), clock.now()));
		messages.tell(contract.providerMember(), "production.message.trust-farm-signed", contract.no());
	}

	/** 乙方签: on the organisation's phone; in force from then on. */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void signForProvider(UUID contractId, long version) {
		var contract = contracts.require(contractId);
		if (!contract.providerId().equals(providers.requireMe().id())) {
			throw new NotFound("production.trust.not-found", contractId);
		}
		var actor = Actor.current();
		change(contract, version, null, it -> it.signForProvider(actor.personId(), actor.displayName(), clock.now()));
		messages.tell(contract.memberId(), "production.message.trust-in-force", contract.no());
	}

	/** Before both have signed; its plots are free again. */
	@PreAuthorize("hasAuthority('production:trust:draft')")
	public void discard(UUID contractId, String reason, long version) {
		change(reached(contractId), version, reason, it -> it.discard(reason, clock.now()));
		free(contractId);
	}

	/** Ends it before its time; its plots are free again. */
	@PreAuthorize("hasAuthority('production:trust:draft')")
	public void terminate(UUID contractId, String reason, long version) {
		var contract = change(reached(contractId), version, reason, it -> it.terminate(reason, clock.now()));
		free(contractId);
		messages.tell(contract.memberId(), "production.message.trust-terminated", contract.no());
		messages.tell(contract.providerMember(), "production.message.trust-terminated", contract.no());
	}

	/**
	 * Weighed and computed; waits for a second person.
	 * @param excuse the accepted 不可抗力 in words; empty for none
	 */
	@PreAuthorize("hasAuthority('production:trust:settle')")
	public void settle(UUID contractId, BigDecimal yieldKg, @Nullable String excuse, long version) {
		var contract = reached(contractId);
		if (clock.today().isBefore(contract.beginsOn())) {
			throw new RuleBroken("production.trust.too-early", contract.beginsOn()).at("yieldKg");
		}
		var why = (excuse == null || excuse.isBlank()) ? null : excuse.strip();
		if (why != null && why.length() > 300) {
			throw new RuleBroken("production.trust.excuse-long").at("excuse");
		}
		var result = terms(contract).settle(contract.areaMu(), yieldKg, why != null);
		var actor = Actor.current();
		change(contract, version, why,
				it -> it.settle(result, why, actor.personId(), actor.displayName(), clock.now()));
	}

	@PreAuthorize("hasAuthority('production:trust:confirm')")
	public void confirm(UUID contractId, long version) {
		var actor = Actor.current();
		var contract = change(reached(contractId), version, null,
				it -> it.confirm(actor.personId(), actor.displayName(), clock.now()));
		uses.record(contract.memberId(), ServiceKind.FIELD_SERVICE, clock.today(), "production.trust", contract.id());
		messages.tell(contract.memberId(), "production.message.trust-settled", contract.no(),
				String.valueOf(contract.farmPays()));
		messages.tell(contract.providerMember(), "production.message.trust-settled", contract.no(),
				String.valueOf(contract.farmPays()));
	}

	@PreAuthorize("hasAuthority('production:trust:confirm')")
	public void giveBack(UUID contractId, String reason, long version) {
		change(reached(contractId), version, reason, it -> it.giveBack(reason, clock.now()));
	}

	/**
	 * A part of the fee has come in, said by the organisation that gets it: in the order
	 * of the plan, each once.
	 * @param photo of the evidence, or none
	 */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public void bookPart(UUID contractId, int no, LocalDate on, String ref, @Nullable MultipartFile photo) {
		var contract = contracts.require(contractId);
		if (!contract.providerId().equals(providers.requireMe().id())) {
			throw new NotFound("production.trust.not-found", contractId);
		}
		if (contract.state() != TrustState.IN_FORCE && contract.state() != TrustState.SETTLING
				&& contract.state() != TrustState.SETTLED) {
			throw new WrongState("production.trust.part-state", contract.state());
		}
		var open = queries.detail(contractId).open();
		if (open == null || open.no() != no) {
			throw new RuleBroken("production.trust.part-order").at("no");
		}
		if (ref.isBlank() || ref.length() > 60) {
			throw new RuleBroken("production.service-order.paid-ref").at("ref");
		}
		if (on.isAfter(clock.today()) || on.isBefore(contract.draftedAt().atZone(BusinessClock.ZONE).toLocalDate())) {
			throw new RuleBroken("production.service-order.paid-on").at("on");
		}
		var file = (photo == null || photo.isEmpty()) ? null
				: files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, contract.memberId())
					.map(FileStore.Stored::fileId)
					.orElse(null);
		var actor = Actor.current();
		sql.sql("""
				insert into production_trust_payment
				  (tenant_id, contract_id, no, amount, paid_on, ref, file_id, booked_by, booked_name, booked_at)
				values (:tenant, :contract, :no, :amount, :on, :ref, :file, :person, :name, :at)""")
			.param("tenant", Tenant.require())
			.param("contract", contractId)
			.param("no", no)
			.param("amount", open.amount().yuan())
			.param("on", on)
			.param("ref", ref.strip())
			.param("file", file, java.sql.Types.OTHER)
			.param("person", actor.personId())
			.param("name", actor.displayName())
			.param("at", java.sql.Timestamp.from(clock.now()))
			.update();
		audit.record("book-part", TYPE, contractId, no + " " + open.amount());
		messages.tell(contract.memberId(), "production.message.trust-part", contract.no(), no,
				String.valueOf(open.amount()));
	}

	@PreAuthorize("hasAuthority('production:trust:settle')")
	public void complete(UUID contractId, LocalDate on, String ref, long version) {
		change(reached(contractId), version, null, it -> it.complete(on, ref, clock.today(), clock.now()));
		free(contractId);
	}

	private TrustTerms terms(TrustContract contract) {
		var parts = sql.sql("select due_on, percent from production_trust_part where contract_id = ? order by no")
			.param(contract.id())
			.query((row, n) -> new TrustTerms.Part(row.getObject(1, LocalDate.class), row.getBigDecimal(2)))
			.list();
		return new TrustTerms(contract.crop(), contract.beginsOn(), contract.endsOn(), contract.items(),
				contract.promiseKgMu(), new cn.jinfu.kernel.Money(contract.feeMu()),
				new cn.jinfu.kernel.Money(contract.refPrice()), contract.shareRate(), contract.villageRate(),
				contract.villageName(), parts);
	}

	private TrustContract reached(UUID contractId) {
		var contract = contracts.require(contractId);
		if (!cn.jinfu.production.Reach.current().covers(contract.memberId(), contract.division())) {
			throw new NotFound("production.trust.not-found", contractId);
		}
		return contract;
	}

	private TrustContract change(TrustContract contract, long version, @Nullable String reason,
			Consumer<TrustContract> act) {
		contract.seenAt(version);
		var from = contract.state();
		act.accept(contract);
		history.record(TYPE, contract.id(), from, contract.state(), reason);
		return contracts.save(contract);
	}

	private void free(UUID contractId) {
		sql.sql("update production_trust_plot set active = false where contract_id = ?").param(contractId).update();
	}

}
