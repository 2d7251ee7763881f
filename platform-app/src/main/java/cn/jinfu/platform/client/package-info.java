/**
 * The registered machines of partners, and whether their tokens must be bound to a key.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.client;
