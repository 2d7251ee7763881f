package cn.jinfu.supply.outlet;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class OutletCommands {

	private final Outlets outlets;

	private final Numbers numbers;

	private final StatusHistory history;

	/**
	 * @return the new outlet's id
	 */
	@PreAuthorize("hasAuthority('supply:outlet:manage')")
	public UUID open(String name, Outlet.Place place, Outlet.Licence licence, boolean demo) {
		var outlet = outlets.save(Outlet.open(numbers.next("outlet", "W-%04d"), name, place, licence, demo));
		history.record("Outlet", outlet.id(), null, outlet.status(), null);
		return outlet.id();
	}

	/**
	 * @param version the version the officer saw
	 */
	@PreAuthorize("hasAuthority('supply:outlet:manage')")
	public void change(UUID id, OutletStatus.Action action, @Nullable String reason, long version) {
		var outlet = outlets.requireFor(Actor.current(), id).seenAt(version);
		var before = outlet.change(action);
		outlets.save(outlet);
		history.record("Outlet", id, before, outlet.status(), reason);
	}

}
