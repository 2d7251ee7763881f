/** The mirror of a bank's loan: what it booked, what is due, what is open. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.loan;
