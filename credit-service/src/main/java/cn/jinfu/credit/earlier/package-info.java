/**
 * How financing went before this platform, as somebody has entered it with its source.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.earlier;
