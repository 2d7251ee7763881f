/** What rating and tracing read: sales and inputs of sets of members. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.supply.facts;
