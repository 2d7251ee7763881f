package cn.jinfu.member.demo;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.Counter;
import cn.jinfu.member.counter.CounterDesk;
import cn.jinfu.member.counter.CounterQueries;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two visits at the counter, one of which the member objects to. */
@Component
@RequiredArgsConstructor
class DemoVisits {

	/** Of somebody born in 1900, so nobody's who lives; without its check digit. */
	private static final String CARD = "33048219000108001";

	private final CounterDesk desk;

	private final CounterQueries queries;

	private final PersonDesk persons;

	private final PlatformTransactionManager transactions;

	/** slug|days ago|purpose|objection, which may be empty. */
	void load(DemoWorld world, String text) {
		var parts = text.split("\\|", -1);
		var member = world.get("member." + parts[0]);
		var head = world.person("member." + parts[0]);
		var card = DemoMembers.checked(CARD, "0123456789X", ResidentId::new);
		new TransactionTemplate(transactions).executeWithoutResult(_ -> persons.identify(head, card));
		var day = world.today().minusDays(Long.parseLong(parts[1]));
		var begun = new AtomicReference<Counter.Begun>();
		var clerk = clerk(world, Scope.ALL, null);
		at(day, clerk, () -> begun
			.set(desk.begin(new Counter.Begin(member, card, parts[2], "CK.png", DemoApplications.paper()))));
		var visit = Objects.requireNonNull(begun.get());
		at(day, clerk(world, Scope.member(member), new Actor.Behalf(visit.visitId(), visit.visitor())), desk::finish);
		if (!parts[3].isEmpty()) {
			var farmer = new Actor(Actor.Kind.PERSON, head, head, "member." + parts[0], visit.visitor(),
					world.tenantId(), Scope.member(member), Set.of("portal:open"));
			at(day.plusDays(1), farmer,
					() -> desk.object(visit.visitId(), parts[3], queries.file(visit.visitId()).visit().version()));
		}
	}

	private static Actor clerk(DemoWorld world, Scope scope, Actor.@Nullable Behalf behalf) {
		var person = world.person("member.clerk");
		return new Actor(Actor.Kind.PERSON, person, person, "member.clerk", DemoMembers.lines("titles").getFirst(),
				world.tenantId(), scope, Set.of("member:counter:serve", "portal:open"), behalf);
	}

	private static void at(LocalDate day, Actor actor, Runnable act) {
		actor.run(() -> BusinessClock.at(day.atTime(10, 20).atZone(BusinessClock.ZONE).toInstant(), () -> {
			act.run();
			return actor;
		}));
	}

}
