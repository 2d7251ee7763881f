/** Who may log in, with which roles and scope. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.account;
