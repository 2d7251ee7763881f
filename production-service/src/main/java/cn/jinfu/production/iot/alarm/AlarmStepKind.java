package cn.jinfu.production.iot.alarm;

/** 开始, 派给, 确认, 留言, 再提醒, 升级, 解除. */
public enum AlarmStepKind {

	RAISED, ASSIGNED, ACKNOWLEDGED, COMMENTED, REMINDED, ESCALATED, CLEARED

}
