/** Sales at the field's edge, in three taps. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.fieldsale;
