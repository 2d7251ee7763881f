package cn.jinfu.member.organisation;

/** The county's federation, and those inside it. */
public enum OrganisationKind {

	FEDERATION, TOWNSHIP, INDUSTRY

}
