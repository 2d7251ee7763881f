/** Entrances and the pages that belong to no pillar. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.home;
