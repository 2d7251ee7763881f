/** 测土配方: soil samples, the federation's figures for each crop, recipes from both. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.soil;
