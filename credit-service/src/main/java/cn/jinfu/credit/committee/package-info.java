/** What a guarantor's committee votes on, and what its reviewer saw. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.committee;
