/** The application's main class; every module is a package below. */
@org.jspecify.annotations.NullMarked
package cn.jinfu;
