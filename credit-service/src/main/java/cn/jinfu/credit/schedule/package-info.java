/** Loan arithmetic, exact to the fen: no Spring, no database, no clock. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.schedule;
