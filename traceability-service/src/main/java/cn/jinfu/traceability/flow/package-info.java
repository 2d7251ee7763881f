/** What happens to lots after the harvest: steps, hand-overs, corrections. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.flow;
