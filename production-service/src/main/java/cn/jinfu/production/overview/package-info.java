/** What grows in the county today, at one look. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.overview;
