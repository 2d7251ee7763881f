/** Supply's share of the demo federation. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.demo;
