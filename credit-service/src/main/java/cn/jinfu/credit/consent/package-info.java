/** The farm's own consent to the use of its data, and who used it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.consent;
