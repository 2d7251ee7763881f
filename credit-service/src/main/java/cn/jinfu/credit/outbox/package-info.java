/** What banks are told: written with its cause. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.outbox;
