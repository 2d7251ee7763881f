package cn.jinfu.member;

import java.util.List;
import java.util.UUID;

/** A later module's share of a member's detail page: where its own records are. */
public interface MemberPanel {

	/**
	 * @param labelKey message key
	 * @param path where the records are
	 * @param note a figure or a state, may be empty
	 * @param permission without which the link is not shown
	 */
	record Link(String labelKey, String path, String note, String permission) {
	}

	List<Link> links(UUID memberId);

}
