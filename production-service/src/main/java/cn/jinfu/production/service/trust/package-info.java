/**
 * Whole trusteeship: a season in an organisation's hands, from the contract to the money.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.service.trust;
