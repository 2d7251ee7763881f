/**
 * 录音记农事: what a farmer says of his work, kept as evidence and written down by a clerk.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.voice;
