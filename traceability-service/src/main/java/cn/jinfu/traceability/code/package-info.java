/** The codes themselves: alphabet, check character, signature and keys. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.code;
