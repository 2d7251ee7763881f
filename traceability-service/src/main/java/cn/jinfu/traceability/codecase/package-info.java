/** What looks wrong about codes, from the first sign to the conclusion. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.codecase;
