/**
 * The closed loop of agricultural inputs: stock, sale under real names and quota,
 * containers coming back.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.input;
