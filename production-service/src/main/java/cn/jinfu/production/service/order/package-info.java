/** Orders from a service menu, from the wish to the payment. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.service.order;
