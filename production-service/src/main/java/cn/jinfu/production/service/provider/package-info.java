/** Service organisations with their menus, machines and calendars. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.service.provider;
