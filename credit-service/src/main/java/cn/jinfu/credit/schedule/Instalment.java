package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One due date of a schedule; amounts in yuan with two decimals.
 *
 * @param nr from 1
 * @param balanceAfter principal still owed when this instalment is paid
 */
public record Instalment(int nr, LocalDate dueOn, BigDecimal principal, BigDecimal interest, BigDecimal balanceAfter) {

	public BigDecimal amount() {
		return principal.add(interest);
	}
}
