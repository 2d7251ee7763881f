/** Credit's share of the demo federation: invented, marked, deterministic. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.demo;
