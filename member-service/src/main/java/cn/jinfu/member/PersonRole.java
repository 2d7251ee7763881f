package cn.jinfu.member;

/** What a person is to a member. */
public enum PersonRole {

	/** 法定代表人 or 经营者. */
	HEAD,
	/** 联系人. */
	CONTACT,
	/** 从业人员. */
	STAFF

}
