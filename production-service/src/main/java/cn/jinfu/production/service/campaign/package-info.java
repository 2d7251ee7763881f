/** Pest control of many fields at once: one organisation, one product, one day. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.service.campaign;
