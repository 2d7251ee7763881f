/** The invented farms' fields, for the demo federation. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.demo;
