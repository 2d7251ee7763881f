/** Goods in and out. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "供销",
		allowedDependencies = { "kernel", "member", "production" })
package cn.jinfu.supply;
