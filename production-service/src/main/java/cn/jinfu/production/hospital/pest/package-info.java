/** What is known of pests. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.hospital.pest;
