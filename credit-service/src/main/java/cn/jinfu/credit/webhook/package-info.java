/** Tells banks of their events at the addresses that two people agreed on. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.webhook;
