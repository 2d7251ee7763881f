/** The walls at the door: filter chains, tokens, tenants of requests, start checks. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.security;
