/** Who keeps out of a member's cases because he is related to it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.recusal;
