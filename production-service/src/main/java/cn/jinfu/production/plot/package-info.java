/** Land: registered by its farm, measured and verified by somebody else. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.plot;
