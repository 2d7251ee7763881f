/**
 * What the regional brand consists of: marks, classes of goods, group standards, package
 * designs and their stock.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.catalogue;
