package cn.jinfu.supply.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import org.jspecify.annotations.Nullable;

/** Somebody of the demo who acts within his own scope, with his name in the record. */
record DemoPerson(DemoWorld world, String login, String name, Scope scope) {

	private static final Set<String> MAY = Set.of("supply:outlet:view", "supply:input-sale:sell",
			"supply:stock:receive", "supply:stock:view", "supply:container:take", "supply:product:register",
			"supply:order:view", "supply:order:buy", "supply:order:sell", "supply:field-sale:record",
			"supply:price:set", "supply:blend:order", "supply:quota:propose", "supply:quota:approve",
			"supply:quota:grant");

	static DemoPerson of(DemoWorld world, String slug, String name) {
		var login = switch (slug) {
			case "farm" -> "farm.demo";
			case "buyer" -> "buyer.demo";
			default -> "member." + slug;
		};
		return new DemoPerson(world, login, name, Scope.member(world.get("member." + slug)));
	}

	UUID member() {
		return UUID.fromString(scope.ref());
	}

	/** Does something on that day at that hour. */
	<T> @Nullable T at(LocalDate day, int hour, Supplier<T> body) {
		var then = day.atTime(LocalTime.of(hour, 10)).atZone(BusinessClock.ZONE).toInstant();
		var person = world.person(login);
		var result = new AtomicReference<@Nullable T>();
		new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), scope, MAY)
			.run(() -> result.set(BusinessClock.at(then, body)));
		return result.get();
	}

	void does(LocalDate day, int hour, Runnable body) {
		at(day, hour, () -> {
			body.run();
			return Boolean.TRUE;
		});
	}

	UUID makes(LocalDate day, int hour, Supplier<UUID> body) {
		return Objects.requireNonNull(at(day, hour, body));
	}

}
