/** What the weather will be in a township, and whether that suits the work. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.weather;
