/** The schema, reference data, and how a database is obtained. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(displayName = "数据库")
package cn.jinfu.db;
