/** What is to be public is read by somebody first. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.review;
