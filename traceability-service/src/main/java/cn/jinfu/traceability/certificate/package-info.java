/** The producer's own conformity certificate (承诺达标合格证). */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.certificate;
