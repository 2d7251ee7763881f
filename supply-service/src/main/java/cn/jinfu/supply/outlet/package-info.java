/** Shops that sell agricultural inputs (农资网点). */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.outlet;
