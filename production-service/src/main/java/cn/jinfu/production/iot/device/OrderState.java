package cn.jinfu.production.iot.device;

/** 待发, 已发, 已执行, 失败, 超时. */
public enum OrderState {

	PENDING, SENT, ANSWERED, FAILED, EXPIRED;

	public boolean open() {
		return this == PENDING || this == SENT;
	}

}
