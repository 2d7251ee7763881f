/** Events in the shape of EPCIS 2.0: capture, store, query. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.epcis;
