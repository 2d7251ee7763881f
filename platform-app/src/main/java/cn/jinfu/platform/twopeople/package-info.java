/** Which steps take two people in a federation, and who may stand in. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.twopeople;
