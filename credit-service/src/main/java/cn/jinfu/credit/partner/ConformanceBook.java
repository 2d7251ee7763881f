package cn.jinfu.credit.partner;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Tenant;
import jakarta.validation.constraints.Size;
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

	/** Behind the name of a bank's machine, in the sandbox. */
	private static final String TWIN = "-test";

	/**
	 * @param passedAt by the machine that asks, or whose bank is shown; null: not yet
	 * @param sandboxAt by its twin in the sandbox
	 */
	public record ConformanceLine(ConformanceStep step, int level, @Size(max = 80) String call,
			@Nullable Instant passedAt, @Nullable Instant sandboxAt) {
	}

	/**
	 * A failure that the sandbox makes on demand.
	 *
	 * @param handledAt when the twin did the right thing after it; null: not yet
	 */
	public record ConformanceRefusal(SandboxFailures.Failure failure, int level, @Nullable Instant handledAt) {
	}

	/**
	 * How much of a level is done.
	 *
	 * @param sandboxDone calls and failures that the twin has behind it
	 * @param live whether the bank's machine may make the calls of this level
	 */
	public record ConformanceLevel(int level, int done, int of, int sandboxDone, int sandboxOf, boolean live) {

		public boolean complete() {
			return sandboxDone == sandboxOf;
		}

	}

	/** One bank's course. */
	public record ConformanceReport(@Size(max = 60) String clientId, @Size(max = 100) String bank,
			List<ConformanceLevel> levels, List<ConformanceLine> steps, List<ConformanceRefusal> refusals) {
	}

	private final JdbcClient sql;

	private final PartnerBanks banks;

	private final PartnerLevels levels;

	private final LevelGate gate;

	private final SandboxClock sandbox;

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
		var runs = levels.runs(twinless(clientId));
		var lines = Arrays.stream(ConformanceStep.values())
			.map(it -> new ConformanceLine(it, it.level(), it.call(), passed.get(it), runs.get(it.name())))
			.toList();
		var refusals = Arrays.stream(SandboxFailures.Failure.values())
			.map(it -> new ConformanceRefusal(it, SandboxFailures.Failure.LEVEL, runs.get(it.requirement())))
			.toList();
		return new ConformanceReport(clientId, bank.name(),
				IntStream.rangeClosed(1, PartnerLevels.HIGHEST)
					.mapToObj(level -> level(level, clientId, lines, refusals))
					.toList(),
				lines, refusals);
	}

	/** A twin that asks for itself is its own. */
	private String twinless(String clientId) {
		return sandbox.here() && clientId.endsWith(TWIN) ? clientId.substring(0, clientId.length() - TWIN.length())
				: clientId;
	}

	private ConformanceLevel level(int level, String clientId, List<ConformanceLine> all,
			List<ConformanceRefusal> refusals) {
		var lines = all.stream().filter(it -> it.level() == level).toList();
		var wanted = refusals.stream().filter(it -> it.level() == level).toList();
		var done = lines.stream().filter(it -> it.passedAt() != null).count();
		var tried = lines.stream().filter(it -> it.sandboxAt() != null).count()
				+ wanted.stream().filter(it -> it.handledAt() != null).count();
		return new ConformanceLevel(level, (int) done, lines.size(), (int) tried, lines.size() + wanted.size(),
				gate.open(clientId, level));
	}

	private Map<ConformanceStep, Instant> passed(PartnerBank bank) {
		var passed = new EnumMap<ConformanceStep, Instant>(ConformanceStep.class);
		sql.sql("select step, passed_at from credit_partner_step where client_id = ?")
			.param(bank.clientId())
			.query((row, n) -> Map.entry(ConformanceStep.valueOf(row.getString(1)), row.getTimestamp(2).toInstant()))
			.list()
			.forEach(it -> passed.put(it.getKey(), it.getValue()));
		sql.sql("""
				select min(d.taken_at) from credit_webhook_delivery d
				  join credit_webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
				 where e.bank_id = ? having min(d.taken_at) is not null""")
			.param(bank.id())
			.query(Timestamp.class)
			.optional()
			.ifPresent(it -> passed.put(ConformanceStep.WEBHOOK, it.toInstant()));
		return passed;
	}

}
