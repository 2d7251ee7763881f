/** The switch between a clerk's own desk and a member's portal at the counter. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.counter;
