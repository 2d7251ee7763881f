/** Areas, yields and inputs of a season, added up. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.statistics;
