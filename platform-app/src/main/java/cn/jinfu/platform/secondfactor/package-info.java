/**
 * The second factor of whoever works at the console: enrolment, proof, recovery, and who
 * must.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.secondfactor;
