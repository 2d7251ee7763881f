/** What was picked, and why something may not be promised on it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.harvest;
