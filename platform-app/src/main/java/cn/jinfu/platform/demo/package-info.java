/** The demo federation and its machine clients. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.demo;
