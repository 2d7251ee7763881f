/** The year's holidays and shifted weekends: one enters them, another confirms. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.calendar;
