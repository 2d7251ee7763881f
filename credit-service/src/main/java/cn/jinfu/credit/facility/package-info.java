/** The umbrella that a bank granted to the brand, and each member's share of it. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.facility;
