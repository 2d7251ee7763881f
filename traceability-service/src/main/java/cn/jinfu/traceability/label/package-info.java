/** Labels: signed codes, issued as ranges and printed as sheets. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.label;
