package cn.jinfu.production.transfer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.PlotDirectory.PlotFacts;
import cn.jinfu.production.Reach;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** Each locks the plot first: two at once meet there, and a sowing meets them too. */
@Service
@Transactional
@RequiredArgsConstructor
public class TransferCommands {

	private static final String TYPE = "Transfer";

	private final Transfers transfers;

	private final PlotDirectory plots;

	private final FileStore files;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final JdbcClient sql;

	/**
	 * @param contract its picture or scan, null when there is none yet
	 */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public UUID record(UUID plotId, Direction direction, Transfer.Terms terms, @Nullable MultipartFile contract) {
		var plot = locked(plotId);
		requireFits(plot, direction, terms, null);
		var transfer = Transfer.record(plotId, direction, terms.withContractId(store(contract, plot, null)),
				Actor.current().personId(), clock.now());
		history.record(TYPE, transfer.id(), null, transfer.state(), null);
		return transfers.save(transfer).id();
	}

	/** Puts right what was returned, or what nobody has looked at yet. */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void amend(UUID plotId, UUID transferId, Transfer.Terms terms, @Nullable MultipartFile contract,
			long version) {
		var plot = locked(plotId);
		var transfer = seen(plotId, transferId, version);
		var from = transfer.state();
		requireFits(plot, transfer.direction(), terms, transferId);
		transfer.amend(terms.withContractId(store(contract, plot, transfer.contractId())), Actor.current().personId(),
				clock.now());
		history.record(TYPE, transferId, from, transfer.state(), null);
		transfers.save(transfer);
		entities.flush();
	}

	/** The contract's picture or scan, sent after the words. */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void attach(UUID plotId, UUID transferId, MultipartFile contract, long version) {
		if (contract.isEmpty()) {
			throw new RuleBroken("production.transfer.file-missing").at("contract");
		}
		amend(plotId, transferId, seen(plotId, transferId, version).terms(), contract, version);
	}

	/** The farm takes it back before anybody has verified it. */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void withdraw(UUID plotId, UUID transferId, String reason, long version) {
		locked(plotId);
		var transfer = seen(plotId, transferId, version);
		var from = transfer.state();
		var actor = Actor.current();
		transfer.withdraw(actor.personId(), actor.scope().kind() == Scope.Kind.MEMBER, reason);
		history.record(TYPE, transferId, from, transfer.state(), reason);
		transfers.save(transfer);
	}

	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void verify(UUID plotId, UUID transferId, @Nullable String note, long version) {
		var plot = locked(plotId);
		var transfer = seen(plotId, transferId, version);
		var from = transfer.state();
		transfer.verify(Actor.current().personId(), clock.now());
		if (transfer.direction() == Direction.OUT && transfer.covers(clock.today())) {
			requireUnplanted(plot, transfer);
		}
		history.record(TYPE, transferId, from, transfer.state(), note);
		transfers.save(transfer);
		entities.flush();
	}

	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void giveBack(UUID plotId, UUID transferId, String reason, long version) {
		locked(plotId);
		var transfer = seen(plotId, transferId, version);
		var from = transfer.state();
		transfer.giveBack(reason);
		history.record(TYPE, transferId, from, transfer.state(), reason);
		transfers.save(transfer);
	}

	/**
	 * @param on the first day on which it no longer holds
	 */
	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void end(UUID plotId, UUID transferId, LocalDate on, String reason, long version) {
		locked(plotId);
		var transfer = seen(plotId, transferId, version);
		var from = transfer.state();
		transfer.end(on, reason, clock.today());
		history.record(TYPE, transferId, from, transfer.state(), reason);
		transfers.save(transfer);
	}

	private PlotFacts locked(UUID plotId) {
		sql.sql("select 1 from production_plot where id = ? for no key update")
			.param(plotId)
			.query(Integer.class)
			.optional();
		return plots.find(plotId)
			.filter(it -> Reach.current().covers(it.memberId(), it.divisionCode()))
			.orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
	}

	private Transfer seen(UUID plotId, UUID transferId, long version) {
		var transfer = transfers.require(transferId);
		if (!transfer.plotId().equals(plotId)) {
			throw new NotFound("production.transfer.not-found", transferId);
		}
		return transfer.seenAt(version);
	}

	private @Nullable UUID store(@Nullable MultipartFile contract, PlotFacts plot, @Nullable UUID otherwise) {
		return files.store(FileStore.Kind.DOCUMENT, contract, FileStore.Visibility.MEMBER, plot.memberId())
			.map(FileStore.Stored::fileId)
			.orElse(otherwise);
	}

	/** On no day of its term is more given out than the plot has. */
	private void requireFits(PlotFacts plot, Direction direction, Transfer.Terms terms, @Nullable UUID itself) {
		if (direction == Direction.IN) {
			return;
		}
		var given = sql
			.sql("""
					with given as (select area_mu, from_on, last_on from production_transfer
					   where plot_id = :plot and direction = 'OUT' and state not in ('RETURNED','WITHDRAWN') and id is distinct from cast(:itself as uuid))
					select coalesce(max(total), 0) from (
					  select (select sum(g.area_mu) from given g where d.day between g.from_on and g.last_on) as total
					    from (select cast(:since as date) as day
					          union select from_on from given where from_on > :since and from_on <= :until) d) sums""")
			.param("plot", plot.plotId())
			.param("itself", itself)
			.param("since", terms.fromOn())
			.param("until", terms.toOn())
			.query(BigDecimal.class)
			.single();
		if (given.add(terms.areaMu().mu()).compareTo(plot.areaMu()) > 0) {
			throw new RuleBroken("production.transfer.above-plot", plot.name(),
					plot.areaMu().subtract(given).max(BigDecimal.ZERO), terms.areaMu().mu())
				.at("areaMu");
		}
	}

	private void requireUnplanted(PlotFacts plot, Transfer transfer) {
		var free = sql.sql("select area_mu - planted_mu - production_given_mu(id, ?) from production_plot where id = ?")
			.params(clock.today(), plot.plotId())
			.query(BigDecimal.class)
			.single();
		if (transfer.areaMu().mu().compareTo(free) > 0) {
			throw new RuleBroken("production.transfer.planted", plot.name(), free.max(BigDecimal.ZERO),
					transfer.areaMu().mu());
		}
	}

}
