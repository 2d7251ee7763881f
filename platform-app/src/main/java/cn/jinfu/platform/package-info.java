/** The assembly: accounts, security, shell, jobs, data centre, demo. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "平台")
package cn.jinfu.platform;
