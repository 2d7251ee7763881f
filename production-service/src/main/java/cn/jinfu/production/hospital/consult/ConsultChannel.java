package cn.jinfu.production.hospital.consult;

/** 图文, 门诊, 田间巡诊. */
public enum ConsultChannel {

	ONLINE, CLINIC, VISIT

}
