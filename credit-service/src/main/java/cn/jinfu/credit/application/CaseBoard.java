package cn.jinfu.credit.application;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Cases under way in columns, one for each step, who has waited longest on top. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class CaseBoard {

	private static final int CARDS = 20;

	private final CaseViews views;

	private final LoanProducts products;

	private final WorkingDays workingDays;

	private final JdbcClient sql;

	/**
	 * @param due until when this step should be over; null where nobody promised a day
	 */
	record Card(String no, String memberName, String product, String bank, Money amount, ApplicationStatus status,
			Instant statusSince, @Nullable Instant due) {
	}

	record Column(int step, Paged<Card> cards) {
	}

	private record Row(Card card, LoanProduct product) {
	}

	/**
	 * @param paged the column of which {@code after} is a place; the others begin at
	 * their top
	 */
	@PreAuthorize("hasAuthority('credit:application:view')")
	List<Column> columns(int paged, @Nullable String after) {
		var counts = views.countByStatus();
		return IntStream.range(0, CaseViews.STEPS)
			.mapToObj(step -> column(step, (step == paged) ? after : null, counts))
			.toList();
	}

	private Column column(int step, @Nullable String after, Map<ApplicationStatus, Long> counts) {
		var states = CaseViews.states(step);
		var from = Cursor.read(after, 2);
		var rows = new ArrayList<>(sql.sql("""
				select a.no, a.member_name, a.product_id, b.name, a.amount, a.status, a.status_since
				  from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
				 where a.status = any (string_to_array(:states, ',')) and a.status <> 'DRAFT'
				   and (:no = '' or (a.status_since, a.no) > (cast(:at as timestamptz), :no))
				 order by a.status_since, a.no limit :rows""")
			.param("states", states.stream().map(Enum::name).collect(Collectors.joining(",")))
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("rows", CARDS + 1)
			.query((row, n) -> {
				var product = products.require(row.getObject(3, UUID.class));
				return new Row(new Card(row.getString(1), row.getString(2), product.name(), row.getString(4),
						new Money(row.getBigDecimal(5)), ApplicationStatus.valueOf(row.getString(6)),
						row.getTimestamp(7).toInstant(), null), product);
			})
			.list());
		var stays = views.stays(rows.stream().map(it -> it.card().no()).toList());
		var cards = rows.stream().map(it -> {
			var card = it.card();
			return new Card(card.no(), card.memberName(), card.product(), card.bank(), card.amount(), card.status(),
					card.statusSince(), due(step, it.product(), stays.getOrDefault(card.no(), List.of())));
		}).toList();
		var count = states.stream()
			.filter(it -> it != ApplicationStatus.DRAFT)
			.mapToLong(it -> counts.getOrDefault(it, 0L))
			.sum();
		return new Column(step, Paged.of(cards, CARDS, count, it -> Cursor.of(it.statusSince(), it.no())));
	}

	/** The promise of the step, less what the case has had of it before. */
	private @Nullable Instant due(int step, LoanProduct product, List<CaseClock.Stay> stays) {
		var limit = CaseViews.limits(product).get(step);
		return (limit == 0) ? null
				: CaseClock.dueFrom(stays, CaseViews.states(step), limit)
					.map(it -> workingDays.until(it.since(), it.days()))
					.orElse(null);
	}

}
