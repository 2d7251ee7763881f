/** What a partner bank may see and do: its own cases, its bookings, its events. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.bank;
