/** 配肥: what a recipe asks for, ordered at an outlet and sold at its till. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.blend;
