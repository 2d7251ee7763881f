/** A bank that uses the partner API as any bank would. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.simulator;
