/** 土地流转: what a farm holds from others and what it gave away. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.transfer;
