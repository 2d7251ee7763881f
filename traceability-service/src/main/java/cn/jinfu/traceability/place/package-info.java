/** Where goods come from and are, as coarse as everybody may know it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.place;
