package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What every change of a lot leaves behind, in its own transaction: history, movement,
 * and the document that the consumer reads.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
public class LotChanges {

	/** Type of the history rows. */
	public static final String TYPE = "TraceLot";

	/** Which way kilograms went. */
	enum Move {

		DISPATCH, RETURN, DESTROY, STEP, HAND_OVER

	}

	private final TraceLots lots;

	private final LotDocuments documents;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final ApplicationEventPublisher news;

	private final JdbcClient sql;

	/** Changes a locked lot and writes down how its status changed. */
	public void apply(TraceLot lot, @Nullable String reason, Consumer<TraceLot> change) {
		var before = lot.status();
		var cause = lot.holdReason();
		change.accept(lot);
		lots.save(lot);
		if (before != lot.status() || cause != lot.holdReason()) {
			history.record(TYPE, lot.id(), before, lot.status(), reason);
		}
		documents.refresh(lot);
		if (before != lot.status() || cause != lot.holdReason()) {
			news.publishEvent(new LotNews.Stood(lot.id(), before, lot.status(), reason));
		}
	}

	/** What is left of a locked lot goes, and is written down as gone. */
	void destroy(TraceLot lot, String reason) {
		if (lot.status().actions().contains(LotStatus.Action.DESTROY) && lot.kgLeft().signum() > 0) {
			var gone = lot.kgLeft();
			if (moved(lot, Move.DESTROY, gone, lot.id())) {
				news.publishEvent(new LotNews.Went(lot.id(), LotNews.Way.DESTROYED, gone, lot.id()));
			}
		}
		apply(lot, reason, it -> it.destroy(reason, clock.now()));
	}

	void opened(TraceLot lot) {
		lots.save(lot);
		history.record(TYPE, lot.id(), null, lot.status(), null);
	}

	/**
	 * @return false when this source has moved it before
	 */
	boolean moved(TraceLot lot, Move kind, BigDecimal kg, UUID sourceId) {
		return sql.sql("""
				insert into trace_lot_move (tenant_id, lot_id, kg, kind, source_id, at, person_id)
				values (?, ?, ?, ?, ?, ?, ?) on conflict on constraint trace_lot_move_once_uq do nothing""")
			.params(Tenant.require(), lot.id(), kg, kind.name(), sourceId, Timestamp.from(clock.now()),
					Actor.current().personId())
			.update() == 1;
	}

	/**
	 * Something around the lot changed: a certificate, a label, a record of the field.
	 */
	public void touched(UUID lotId) {
		documents.refresh(lots.require(lotId));
	}

}
