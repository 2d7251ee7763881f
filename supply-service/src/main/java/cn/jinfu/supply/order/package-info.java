/** Buyers' orders, from draft to payment. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.order;
