package cn.jinfu.production.hospital.doctor;

/** 初级, 中级, 高级 (of the agricultural technicians' titles), 首席专家. */
public enum DoctorLevel {

	JUNIOR, MIDDLE, SENIOR, CHIEF

}
