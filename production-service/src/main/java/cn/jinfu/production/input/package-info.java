/** The input catalogue with the rules of its labels, and what farms hold of it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.input;
