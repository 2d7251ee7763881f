package cn.jinfu.production.iot.overview;

import java.util.Locale;

/**
 * What the overview shows a device as, the more urgent over the less: 告警, 没有消息, 维修, 在线.
 */
public enum DeviceMark {

	ONLINE, REPAIR, SILENT, ALARM;

	/** As a class of the style sheet. */
	public String css() {
		return "is-" + name().toLowerCase(Locale.ROOT);
	}

}
