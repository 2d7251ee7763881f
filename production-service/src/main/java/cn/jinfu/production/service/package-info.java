/** Services for farms: who serves, orders from the menu, whole trusteeship. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.service;
