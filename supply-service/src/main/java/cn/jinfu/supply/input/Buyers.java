package cn.jinfu.supply.input;

import java.util.List;

import cn.jinfu.kernel.ResidentId;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;

/** Who stands at the counter: found by number, name, initials, or the card read. */
@Component
@RequiredArgsConstructor
class Buyers {

	private static final int MANY = 20;

	private final MemberDirectory members;

	/**
	 * @param typed a whole identity number is checked and searched by its last four
	 * @return in order of number; empty when nothing was typed
	 */
	@PreAuthorize("hasAnyAuthority('supply:input-sale:sell', 'supply:container:take', 'supply:quota:grant')")
	List<MemberSummary> find(@Nullable String typed) {
		var q = (typed != null) ? typed.strip() : "";
		if (q.isEmpty()) {
			return List.of();
		}
		if (q.matches("[0-9]{17}[0-9Xx]")) {
			q = new ResidentId(q).value().substring(14);
		}
		return members.search(q, MANY).stream().filter(MemberSummary::active).toList();
	}

}
