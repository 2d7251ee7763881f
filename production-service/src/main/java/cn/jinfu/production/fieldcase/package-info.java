/** 核查单: what was recorded although it should not have happened, and who looked at it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.fieldcase;
