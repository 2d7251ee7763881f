/** What a consumer sees behind a code. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.scan;
