/** The list of short messages that were sent. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.message;
