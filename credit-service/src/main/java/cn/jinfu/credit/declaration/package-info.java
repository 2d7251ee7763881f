/** What only the farm knows: declared once a year, verified by its township. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.declaration;
