/** The demo federation's lots, tests, licences, labels and scans. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.demo;
