/** Excel in and out: templates, reading with repairs and reasons, exports. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.kernel.sheet;
