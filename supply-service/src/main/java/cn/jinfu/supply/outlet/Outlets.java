package cn.jinfu.supply.outlet;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

/** All outlets of the federation. */
public interface Outlets extends Repository<Outlet, UUID> {

	Outlet save(Outlet outlet);

	Optional<Outlet> findById(UUID id);

	default Outlet require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("supply.outlet.not-found", id));
	}

	/**
	 * The outlet, if this person's data scope reaches it.
	 * @throws NotFound otherwise: a foreign outlet is not told apart from a missing one
	 */
	default Outlet requireFor(Actor actor, UUID id) {
		var outlet = require(id);
		var mine = switch (actor.scope().kind()) {
			case ALL -> true;
			case TOWNSHIP -> outlet.townshipCode().equals(actor.scope().ref());
			case OUTLET -> outlet.id().toString().equals(actor.scope().ref());
			case ORG, MEMBER, BANK, NONE -> false;
		};
		if (!mine) {
			throw new NotFound("supply.outlet.not-found", id);
		}
		return outlet;
	}

}
