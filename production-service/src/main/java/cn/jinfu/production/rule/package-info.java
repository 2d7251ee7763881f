/** The federation's own numbers of days for late entries and silent acceptance. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.rule;
