/** What consumers say of a lot, and how it comes to be read by all. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.comment;
