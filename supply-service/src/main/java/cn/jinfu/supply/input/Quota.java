package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.PlotDirectory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a member may buy at zero margin in a calendar year, summed over all outlets of the
 * county: area times a rate in yuan per 亩 (docs/rules/input-quota.md).
 */
@Component
@RequiredArgsConstructor
class Quota {

	/** The account of one year; {@code left} is never negative. */
	public record Account(int year, BigDecimal areaMu, Money yuanPerMu, Money granted, Money used, boolean demoRate) {

		public Money left() {
			return granted.minus(used);
		}

		public int usedPercent() {
			return share(used, granted);
		}

	}

	private record Rate(Money yuanPerMu, boolean demo) {
	}

	private final JdbcClient sql;

	private final PlotDirectory plots;

	/** Used of granted in percent; all of nothing. */
	static int share(Money used, Money granted) {
		return granted.isZero() ? 100
				: used.yuan()
					.multiply(BigDecimal.valueOf(100))
					.divide(granted.yuan(), 0, RoundingMode.HALF_UP)
					.intValue();
	}

	/** What the member may buy as of that day; empty when no rule or no area is known. */
	Optional<Account> of(MemberSummary member, LocalDate on) {
		var rate = rate(on);
		var area = area(member);
		if (rate.isEmpty() || area.signum() <= 0) {
			return Optional.empty();
		}
		var granted = rate.get().yuanPerMu().times(area, RoundingMode.HALF_UP);
		return Optional.of(sql.sql("""
				select area_mu, yuan_per_mu, granted, used, extra from supply_quota_account
				 where member_id = ? and year = ?""")
			.params(member.memberId(), on.getYear())
			.query((row, n) -> new Account(on.getYear(), row.getBigDecimal(1), new Money(row.getBigDecimal(2)),
					new Money(row.getBigDecimal(3)).max(granted.plus(new Money(row.getBigDecimal(5)))),
					new Money(row.getBigDecimal(4)), rate.get().demo()))
			.optional()
			.orElse(new Account(on.getYear(), area, rate.get().yuanPerMu(), granted, Money.ZERO, rate.get().demo())));
	}

	/**
	 * Uses up quota; the account's row is locked until the caller's transaction ends.
	 * @param price of one package, to say how many would still fit; null when several
	 * things are bought at once
	 * @throws RuleBroken {@code supply.quota.exceeded} with what is left; nothing is
	 * changed then
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void use(MemberSummary member, Money amount, Money price, UUID saleId, LocalDate on) {
		var account = open(member, on);
		var changed = sql.sql("update supply_quota_account set used = used + ? where id = ? and used + ? <= granted")
			.params(amount.yuan(), account, amount.yuan())
			.update();
		if (changed == 0) {
			var left = sql.sql("select granted - used from supply_quota_account where id = ?")
				.param(account)
				.query(BigDecimal.class)
				.single();
			throw new RuleBroken("supply.quota.exceeded", left, amount.yuan(),
					left.divide(price.yuan(), 0, RoundingMode.DOWN).intValue(), on.getYear())
				.at("packs");
		}
		entry(account, "USE", amount, saleId, on, null);
	}

	/** Goods came back: what they used up of that year's quota is free again. */
	@Transactional(propagation = Propagation.MANDATORY)
	void giveBack(UUID memberId, int year, Money amount, UUID returnId, LocalDate on) {
		var account = sql
			.sql("update supply_quota_account set used = used - ? where member_id = ? and year = ? returning id")
			.params(amount.yuan(), memberId, year)
			.query(UUID.class)
			.single();
		entry(account, "BACK", amount, returnId, on, null);
	}

	/** More than area and rate give, for this member and year. */
	@Transactional(propagation = Propagation.MANDATORY)
	void extra(MemberSummary member, Money amount, String reason, LocalDate on) {
		var account = open(member, on);
		sql.sql("update supply_quota_account set granted = granted + ?, extra = extra + ? where id = ?")
			.params(amount.yuan(), amount.yuan(), account)
			.update();
		entry(account, "EXTRA", amount, Ids.next(), on, reason);
	}

	/** Opens the year's account, or raises it when the member's area has grown since. */
	private UUID open(MemberSummary member, LocalDate on) {
		var rate = rate(on).orElseThrow(() -> new RuleBroken("supply.quota.no-rule")).yuanPerMu();
		var area = area(member);
		if (area.signum() <= 0) {
			throw new RuleBroken("supply.quota.no-area", member.no());
		}
		var granted = rate.times(area, RoundingMode.HALF_UP);
		var opened = sql
			.sql("""
					insert into supply_quota_account (id, tenant_id, member_id, year, area_mu, yuan_per_mu, granted)
					values (?, ?, ?, ?, ?, ?, ?) on conflict on constraint supply_quota_account_uq do nothing returning id""")
			.params(Ids.next(), Tenant.require(), member.memberId(), on.getYear(), area, rate.yuan(), granted.yuan())
			.query(UUID.class)
			.optional();
		if (opened.isPresent()) {
			entry(opened.get(), "GRANT", granted, Ids.next(), on, null);
			return opened.get();
		}
		return raise(member.memberId(), area, rate, granted, on);
	}

	private UUID raise(UUID memberId, BigDecimal area, Money rate, Money granted, LocalDate on) {
		record Row(UUID id, Money byArea, Money extra) {
		}
		var row = sql
			.sql("""
					select id, granted - extra, extra from supply_quota_account where member_id = ? and year = ? for no key update""")
			.params(memberId, on.getYear())
			.query((found, n) -> new Row(found.getObject(1, UUID.class), new Money(found.getBigDecimal(2)),
					new Money(found.getBigDecimal(3))))
			.single();
		if (granted.compareTo(row.byArea()) > 0) {
			sql.sql("update supply_quota_account set granted = ?, area_mu = ?, yuan_per_mu = ? where id = ?")
				.params(granted.plus(row.extra()).yuan(), area, rate.yuan(), row.id())
				.update();
			entry(row.id(), "GRANT", granted.minus(row.byArea()), Ids.next(), on, null);
		}
		return row.id();
	}

	private Optional<Rate> rate(LocalDate on) {
		return sql.sql("""
				select yuan_per_mu, demo from supply_quota_rule
				 where valid_from <= ? and approved_by is not null order by valid_from desc limit 1""")
			.param(on)
			.query((row, n) -> new Rate(new Money(row.getBigDecimal(1)), row.getBoolean(2)))
			.optional();
	}

	/** The registered area; where none is known, the area of verified plots. */
	private BigDecimal area(MemberSummary member) {
		var registered = member.areaMu();
		return (registered != null) ? registered.mu()
				: plots.ofMember(member.memberId())
					.stream()
					.filter(PlotDirectory.PlotFacts::verified)
					.map(PlotDirectory.PlotFacts::areaMu)
					.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private void entry(UUID account, String kind, Money amount, UUID sourceId, LocalDate on, @Nullable String note) {
		sql.sql("""
				insert into supply_quota_entry (tenant_id, account_id, kind, amount, source_id, on_day, note, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(account)
			.param(kind)
			.param(amount.yuan())
			.param(sourceId)
			.param(on)
			.param(note)
			.param(Actor.current().displayName())
			.update();
	}

}
