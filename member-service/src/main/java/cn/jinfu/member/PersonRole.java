package cn.jinfu.member;

/** What a person is to a member. */
public enum PersonRole {

	/** 法定代表人 or 经营者. */
	HEAD,
	/** 联系人. */
	CONTACT,
	/** 从业人员. */
	STAFF,
	/** 代办人: by a mandate of limited time, not by a post. */
	AGENT;

	/** What can be entered as a post in the register. */
	public boolean post() {
		return this != AGENT;
	}

}
