/** The regional brand: mark, licences and the label quota of a season. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.brand;
