package cn.jinfu.credit.partner;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.credit.schedule.AllInCost;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.Instalment;
import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.credit.schedule.Payoff;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.credit.schedule.Schedules;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.WorkingDays;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The engine that stands behind our mirror of a loan, for a bank to compare with its own.
 * Nothing is read and nothing is kept.
 */
@RestController
@RequestMapping("/api/partner/v1/calculators")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('calc')")
class PartnerCalculatorApi {

	/** Years that a loan may begin in. */
	private static final int FIRST_YEAR = 2000;

	private static final int LAST_YEAR = 2100;

	/**
	 * @param startDate the first day that bears interest
	 * @param dayCount wherever interest runs by days; actual/360 where none is given
	 * @param firstPeriod with the first instalment where nothing is given
	 */
	record CalculatedTerms(@NotNull Money amount,
			@NotNull @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) BigDecimal ratePercent,
			@NotNull @Min(1) @Max(360) Integer termMonths, @NotNull LocalDate startDate,
			@NotNull @Min(1) @Max(31) Integer dueDay, @NotNull RepayMethod repayMethod, @Nullable DayCount dayCount,
			@Nullable FirstPeriod firstPeriod) {

		/** The rules name a field of the terms, which stand one step deeper here. */
		LoanTerms terms() {
			try {
				return checked();
			}
			catch (RuleBroken refused) {
				throw refused.at("terms." + refused.field());
			}
		}

		private LoanTerms checked() {
			if (startDate.getYear() < FIRST_YEAR || startDate.getYear() > LAST_YEAR) {
				throw new RuleBroken("credit.terms.start", Integer.toString(FIRST_YEAR), Integer.toString(LAST_YEAR))
					.at("startDate");
			}
			var it = new LoanTerms(amount.yuan(), ratePercent, termMonths, startDate, dueDay, repayMethod,
					(dayCount != null) ? dayCount : DayCount.ACT_360,
					(firstPeriod != null) ? firstPeriod : FirstPeriod.WITH_FIRST_INSTALMENT);
			// terms that never repay are told here
			Schedules.of(it);
			return it;
		}

	}

	/**
	 * @param rollToWorkingDay due days that are holidays shift to the next working day,
	 * and the days in between bear no interest
	 */
	record ScheduleBody(@NotNull @Valid CalculatedTerms terms, @Nullable Boolean rollToWorkingDay) {
	}

	record CalculatedInstalment(int nr, LocalDate dueOn, Money amount, Money principal, Money interest,
			Money balanceAfter) {

		static CalculatedInstalment of(Instalment it) {
			return new CalculatedInstalment(it.nr(), it.dueOn(), new Money(it.amount()), new Money(it.principal()),
					new Money(it.interest()), new Money(it.balanceAfter()));
		}

	}

	record CalculatedSchedule(List<CalculatedInstalment> schedule, Money totalInterest, LocalDate maturityDate) {
	}

	/**
	 * @param payoffDate on which everything is paid; that day bears no interest
	 * @param paidInstalments all that were due before that day where none is given
	 */
	record PayoffBody(@NotNull @Valid CalculatedTerms terms, @NotNull LocalDate payoffDate,
			@Nullable @Min(0) @Max(361) Integer paidInstalments) {
	}

	/**
	 * @param dueInterest of instalments that are due and not paid; penalties are not in
	 * it
	 * @param accrued of the days since the last due day
	 * @param payoffAmount the three together
	 */
	record CalculatedPayoff(LocalDate payoffDate, int paidInstalments, Money principal, Money dueInterest,
			Money accrued, Money payoffAmount) {
	}

	/**
	 * @param guaranteedAmount part of the amount that the guarantee fee is on; all where
	 * none is given
	 * @param guaranteeFeePercent a year, paid at the start; none where none is given
	 * @param premiumPercent a year on the amount, paid at the start; likewise
	 */
	record AprBody(@NotNull @Valid CalculatedTerms terms, @Nullable Money guaranteedAmount,
			@Nullable @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2,
					fraction = 6) BigDecimal guaranteeFeePercent,
			@Nullable @DecimalMin("0") @DecimalMax("36") @Digits(integer = 2, fraction = 6) BigDecimal premiumPercent) {
	}

	/**
	 * @param aprPercent internal rate of return, simple: twelve times the monthly one for
	 * monthly plans
	 * @param compoundPercent the same with interest on interest
	 */
	record CalculatedApr(Money totalInterest, Money guaranteeFee, Money premium, Money totalCost, BigDecimal aprPercent,
			BigDecimal compoundPercent) {
	}

	private final WorkingDays workingDays;

	@PostMapping("/schedule")
	public CalculatedSchedule schedule(@Valid @RequestBody ScheduleBody body) {
		var plain = Schedules.of(body.terms().terms());
		var rows = Boolean.TRUE.equals(body.rollToWorkingDay())
				? Schedules.onWorkingDays(plain, day -> workingDays.add(day, 0)) : plain;
		return new CalculatedSchedule(rows.stream().map(CalculatedInstalment::of).toList(),
				new Money(Schedules.totalInterest(rows)), rows.getLast().dueOn());
	}

	@PostMapping("/payoff")
	public CalculatedPayoff payoff(@Valid @RequestBody PayoffBody body) {
		var it = Payoff.of(body.terms().terms(), body.paidInstalments(), body.payoffDate());
		return new CalculatedPayoff(it.on(), it.paid(), new Money(it.principal()), new Money(it.dueInterest()),
				new Money(it.accrued()), new Money(it.total()));
	}

	@PostMapping("/apr")
	public CalculatedApr apr(@Valid @RequestBody AprBody body) {
		var terms = body.terms().terms();
		var amount = body.terms().amount();
		var guaranteed = (body.guaranteedAmount() != null) ? body.guaranteedAmount() : amount;
		if (guaranteed.isNegative() || guaranteed.compareTo(amount) > 0) {
			throw new RuleBroken("credit.terms.guaranteed", amount.yuan()).at("guaranteedAmount");
		}
		var cost = AllInCost.of(terms, guaranteed.yuan(), percent(body.guaranteeFeePercent()),
				percent(body.premiumPercent()));
		return new CalculatedApr(new Money(cost.interest()), new Money(cost.guaranteeFee()), new Money(cost.premium()),
				new Money(cost.total()), cost.annualPercent(), cost.compoundPercent());
	}

	private static BigDecimal percent(@Nullable BigDecimal given) {
		return (given != null) ? given : BigDecimal.ZERO;
	}

}
