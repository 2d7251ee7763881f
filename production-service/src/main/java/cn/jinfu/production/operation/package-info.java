/** Field operations, input uses with their findings, and safe dates. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.operation;
