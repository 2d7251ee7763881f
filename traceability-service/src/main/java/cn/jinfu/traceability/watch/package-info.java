/** Consumers who want to be warned when a lot is called back. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.watch;
