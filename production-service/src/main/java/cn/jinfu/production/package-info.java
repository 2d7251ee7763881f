/** What grows where, and what was done to it. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "生产", allowedDependencies = { "kernel", "member" })
package cn.jinfu.production;
