/** Passing tasks between colleagues: hand on, stand in, urge, copy. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.todo;
