/** Where a bank tries its program: made-up cases, a clock of its own. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.sandbox;
