/**
 * What a bank wants signed for a product, and where: shown here, signed at the bank.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.document;
