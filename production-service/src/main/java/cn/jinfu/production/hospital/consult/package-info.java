/** What farms ask the doctors, and what they are answered. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.hospital.consult;
