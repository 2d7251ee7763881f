/** What farms sell. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.product;
