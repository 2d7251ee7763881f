/** The audit trail for its reader, its daily check and the copy of its seals. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.audit;
