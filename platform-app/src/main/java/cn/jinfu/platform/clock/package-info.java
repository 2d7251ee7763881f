/** The business date of a demo, and moving it forward. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.clock;
