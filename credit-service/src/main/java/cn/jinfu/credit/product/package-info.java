/** Partner banks and what they lend on, as versioned data. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.product;
