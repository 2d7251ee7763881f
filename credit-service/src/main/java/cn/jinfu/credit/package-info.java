/** What the record is worth. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "信用",
		allowedDependencies = { "kernel", "member", "production", "supply", "traceability" })
package cn.jinfu.credit;
