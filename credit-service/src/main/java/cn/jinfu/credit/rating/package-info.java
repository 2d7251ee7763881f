/** What a farm's record is worth: score, grade, reasons, advice and suggested limit. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.rating;
