/** Work that the platform does by itself, and the page that shows how it went. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.job;
