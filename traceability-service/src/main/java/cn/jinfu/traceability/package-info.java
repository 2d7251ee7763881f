/** What stands behind the code. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "溯源与品牌",
		allowedDependencies = { "kernel", "member", "production", "supply" })
package cn.jinfu.traceability;
