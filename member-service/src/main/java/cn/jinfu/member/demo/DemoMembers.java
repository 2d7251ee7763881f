package cn.jinfu.member.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.organisation.OrganisationDesk;
import cn.jinfu.member.organisation.OrganisationKind;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk;
import cn.jinfu.member.register.MemberFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The federations and members of the demo; all invented, all marked. */
@Component
@RequiredArgsConstructor
class DemoMembers implements DemoPart {

	/**
	 * One line of the list beside this class:
	 * slug|name|kind|division|mu|products|head|admitted.
	 */
	private record Line(String slug, String name, MemberKind kind, String division, String mu, String products,
			String head, LocalDate admitted) {

		static Line of(String text) {
			var parts = text.split("\\|", -1);
			return new Line(parts[0], parts[1], MemberKind.valueOf(parts[2]), parts[3], parts[4], parts[5], parts[6],
					LocalDate.parse(parts[7]));
		}
	}

	/** No subscriber's number begins with a zero after the area code. */
	private static final String PHONE = "0573-00000";

	private final OrganisationDesk organisations;

	private final MemberDesk members;

	private final PersonDesk persons;

	private final Divisions divisions;

	private final DemoApplications applications;

	private final DemoVisits visits;

	private final DemoDuty duty;

	private final PlatformTransactionManager transactions;

	@Override
	public int order() {
		return 100;
	}

	@Override
	public void load(DemoWorld world) {
		new TransactionTemplate(transactions).executeWithoutResult(_ -> {
			federations(world);
			var number = 0;
			for (var text : lines(world.tenantId())) {
				member(world, Line.of(text), ++number);
			}
		});
		lines(world.tenantId() + "-applications").forEach(text -> applications.load(world, text));
		lines(world.tenantId() + "-visits").forEach(text -> visits.load(world, text));
		duty.load(world, lines(world.tenantId() + "-duty"));
	}

	private void federations(DemoWorld world) {
		var county = new DivisionCode(world.tenantId());
		for (var text : lines(world.tenantId() + "-federations")) {
			var parts = text.split("\\|", -1);
			if (parts[0].equals("FEDERATION")) {
				world.put("organisation.root",
						organisations.foundRoot(parts[1], county, PHONE + "100", LocalDate.parse(parts[3])));
			}
			else {
				world.put("organisation." + parts[2],
						organisations.found(world.get("organisation.root"), OrganisationKind.valueOf(parts[0]),
								parts[1], parts[2].matches("[0-9]{9}") ? new DivisionCode(parts[2]) : county,
								PHONE + "100", LocalDate.parse(parts[3])));
			}
		}
		for (var township : world.main() ? divisions.children(county) : List.<Divisions.Division>of()) {
			world.put("organisation." + township.code().value(),
					organisations.found(world.get("organisation.root"), OrganisationKind.TOWNSHIP,
							township.name() + lines("township-name").getFirst(), township.code(),
							PHONE + township.code().value().substring(6), LocalDate.of(2015, 6, 1)));
		}
	}

	private void member(DemoWorld world, Line line, int number) {
		var login = switch (line.slug()) {
			case "farm" -> "farm.demo";
			case "buyer" -> "buyer.demo";
			case "machinery" -> "machinery.demo";
			default -> "member." + line.slug();
		};
		var mobile = String.format(Locale.ROOT, "139%s%04d", world.main() ? "0000" : "0001", number);
		var reviewer = world.person("member.reviewer");
		new Actor(Actor.Kind.PERSON, reviewer, reviewer, "member.reviewer", lines("titles").getLast(), world.tenantId(),
				Scope.ALL, Set.of())
			.run(() -> world.put("member." + line.slug(),
					BusinessClock.at(line.admitted().atTime(9, 0).atZone(BusinessClock.ZONE).toInstant(),
							() -> admitted(world, line, number, login, mobile))));
	}

	private UUID admitted(DemoWorld world, Line line, int number, String login, String mobile) {
		var head = persons.noted(world.person(login), line.head(), null, new MobileNumber(mobile));
		var facts = new MemberFacts(line.name(), line.kind(), creditCode(world.tenantId(), line, number),
				new DivisionCode(line.division()), null, line.mu().isEmpty() ? null : AreaMu.of(line.mu()),
				line.products(), null, null);
		return members.admit(facts, head, line.admitted(), null, true);
	}

	static List<String> lines(String name) {
		try (var in = DemoMembers.class.getResourceAsStream("/demo/member-" + name + ".txt")) {
			if (in == null) {
				return List.of();
			}
			return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
				.filter(line -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (java.io.IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	/**
	 * A well-formed code whose registering body does not exist; none for natural persons.
	 */
	private static @org.jspecify.annotations.Nullable UnifiedSocialCreditCode creditCode(String county, Line line,
			int number) {
		if (line.kind() == MemberKind.LARGE_GROWER) {
			return null;
		}
		var body = "93" + county + String.format(Locale.ROOT, "MADEM%04d", number);
		return checked(body, "0123456789ABCDEFGHJKLMNPQRTUWXY", UnifiedSocialCreditCode::new);
	}

	/** The one check character that fits is found by trying. */
	static <T> T checked(String body, String alphabet, java.util.function.Function<String, T> value) {
		for (char check : alphabet.toCharArray()) {
			try {
				return value.apply(body + check);
			}
			catch (cn.jinfu.kernel.Refusal.RuleBroken otherDigit) {
				continue;
			}
		}
		throw new IllegalStateException(body);
	}

}
