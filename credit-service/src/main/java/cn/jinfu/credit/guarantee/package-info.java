/** What the guarantor stands for, within its limits at this moment. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.guarantee;
