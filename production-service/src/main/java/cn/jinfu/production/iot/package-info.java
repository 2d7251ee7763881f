/** The sensors of the fields as pages and clients see them. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot;
