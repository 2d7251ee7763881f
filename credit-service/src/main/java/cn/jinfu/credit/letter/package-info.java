/**
 * Letters of recommendation and of guarantee: signed, verifiable by their code, printed
 * and scanned back.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.credit.letter;
