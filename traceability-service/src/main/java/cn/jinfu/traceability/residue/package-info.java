/** Laboratory results and the residue limits by which they are judged. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.residue;
