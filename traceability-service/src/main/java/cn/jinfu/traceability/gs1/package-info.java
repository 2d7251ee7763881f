/** Identifiers of GS1: check digits, application identifiers, Digital Link, EPC URNs. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.gs1;
