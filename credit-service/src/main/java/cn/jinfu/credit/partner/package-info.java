/** The face for banks' machines: /api/partner/v1, signed and repeatable. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.partner;
