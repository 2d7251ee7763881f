/** 庄稼医院: its pages and clients, and what it brings to the shell. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.hospital;
