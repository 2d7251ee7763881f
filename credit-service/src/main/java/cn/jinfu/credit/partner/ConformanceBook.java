package cn.jinfu.credit.partner;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which calls each bank's machine has made right, and when for the first time. */
@Component
@RequiredArgsConstructor
class ConformanceBook {

	/**
	 * @param passedAt null: not yet
	 */
	public record ConformanceLine(ConformanceStep step, int level, String call, @Nullable Instant passedAt) {
	}

	/** How much of a level is done. */
	public record ConformanceLevel(int level, int done, int of) {

		public boolean complete() {
			return done == of;
		}

	}

	/** One bank's course. */
	public record ConformanceReport(String clientId, String bank, List<ConformanceLevel> levels,
			List<ConformanceLine> steps) {
	}

	private final JdbcClient sql;

	private final PartnerBanks banks;

	/** What is written already; a call asks nobody for it again. */
	private final Set<String> known = ConcurrentHashMap.newKeySet();

	@Transactional
	public void note(String clientId, Set<ConformanceStep> steps) {
		for (var step : steps) {
			if (known.contains(place(clientId, step))) {
				continue;
			}
			sql.sql("""
					insert into credit_partner_step (tenant_id, client_id, step, request_id) values (?, ?, ?, ?)
					on conflict do nothing""")
				.param(Tenant.require())
				.param(clientId)
				.param(step.name())
				.param(MDC.get("requestId"))
				.update();
			known.add(place(clientId, step));
		}
	}

	/** Whether a call would teach anything. */
	boolean isNew(String clientId, Set<ConformanceStep> steps) {
		return !steps.stream().allMatch(it -> known.contains(place(clientId, it)));
	}

	private static String place(String clientId, ConformanceStep step) {
		return Tenant.require() + "/" + clientId + "/" + step;
	}

	@Transactional(readOnly = true)
	public List<PartnerBank> banks() {
		return banks.findAllByOrderByClientId();
	}

	@Transactional(readOnly = true)
	public ConformanceReport report(String clientId) {
		var bank = banks.require(clientId);
		var passed = passed(bank);
		var lines = Arrays.stream(ConformanceStep.values())
			.map(it -> new ConformanceLine(it, it.level(), it.call(), passed.get(it)))
			.toList();
		var levels = lines.stream()
			.map(ConformanceLine::level)
			.distinct()
			.map(level -> new ConformanceLevel(level,
					(int) lines.stream().filter(it -> it.level() == level && it.passedAt() != null).count(),
					(int) lines.stream().filter(it -> it.level() == level).count()))
			.toList();
		return new ConformanceReport(clientId, bank.name(), levels, lines);
	}

	private Map<ConformanceStep, Instant> passed(PartnerBank bank) {
		var passed = new EnumMap<ConformanceStep, Instant>(ConformanceStep.class);
		sql.sql("select step, passed_at from credit_partner_step where client_id = ?")
			.param(bank.clientId())
			.query((row, n) -> Map.entry(ConformanceStep.valueOf(row.getString(1)), row.getTimestamp(2).toInstant()))
			.list()
			.forEach(it -> passed.put(it.getKey(), it.getValue()));
		sql.sql("""
				select min(d.last_at) from credit_webhook_delivery d
				  join credit_webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
				 where e.bank_id = ? and d.last_code between 200 and 299 having min(d.last_at) is not null""")
			.param(bank.id())
			.query(Timestamp.class)
			.optional()
			.ifPresent(it -> passed.put(ConformanceStep.WEBHOOK, it.toInstant()));
		return passed;
	}

}
