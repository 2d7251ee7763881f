package cn.jinfu.member;

/** What a member is; the law treats them differently. */
public enum MemberKind {

	/** 农民专业合作社. */
	COOPERATIVE,
	/** 家庭农场. */
	FAMILY_FARM,
	/** 农业企业. */
	AGRIBUSINESS,
	/** 种养大户: a natural person, without a unified social credit code. */
	LARGE_GROWER,
	/** 村经济合作社. */
	VILLAGE_ECONOMIC_COOPERATIVE,
	/** 为农服务组织: outlets, service teams, buyers. */
	SERVICE_ORGANISATION;

	/**
	 * Organisations and unions give notice of leaving six months ahead, farmers three
	 * (农民专业合作社法 第二十五条).
	 */
	public boolean organisation() {
		return switch (this) {
			case FAMILY_FARM, LARGE_GROWER -> false;
			case COOPERATIVE, AGRIBUSINESS, VILLAGE_ECONOMIC_COOPERATIVE, SERVICE_ORGANISATION -> true;
		};
	}

}
