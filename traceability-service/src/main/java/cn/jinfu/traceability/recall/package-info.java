/** From a suspicion to a closed recall. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.recall;
