/** All devices of a county, or of a township, at one look. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot.overview;
