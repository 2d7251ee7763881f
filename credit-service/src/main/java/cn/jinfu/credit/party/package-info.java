/**
 * Who signs with the farm: spouse, co-borrower, counter-guarantor, each by a link and a
 * code of his own.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.party;
