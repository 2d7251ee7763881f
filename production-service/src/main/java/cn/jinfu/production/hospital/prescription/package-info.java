/** What a doctor signs, an outlet fills and a farm sprays. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.hospital.prescription;
