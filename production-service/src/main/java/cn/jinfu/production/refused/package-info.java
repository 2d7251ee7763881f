/** 没发成的记录: what a phone sent late and the rules refused. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.refused;
