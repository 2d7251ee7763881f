/** One application: who does what with it until the bank has decided, and after. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.application;
