package cn.jinfu.platform.account;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** A line of 我的, where another way to log in is configured. */
@Component
@RequiredArgsConstructor
class SignInsOnThePhone implements PortalContribution {

	private final SignIns signIns;

	@Override
	public List<PortalEntry> entries() {
		return signIns.any() ? List.of(new PortalEntry(Place.MINE, 91, "platform.sign-ins", "user", "/portal/sign-ins"))
				: List.of();
	}

}
