/** The season calendar: what a standard asks for, held against what was recorded. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.season;
