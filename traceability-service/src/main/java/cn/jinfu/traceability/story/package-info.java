/** What a farm tells consumers of itself, and shows of its fields. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.story;
