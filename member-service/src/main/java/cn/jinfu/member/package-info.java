/** Who belongs to the federation. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "会员", allowedDependencies = "kernel")
package cn.jinfu.member;
