/** Hospitals and their doctors. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.hospital.doctor;
