package cn.jinfu.platform.account;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.People;
import cn.jinfu.member.PersonRole;
import cn.jinfu.platform.security.BothNames;
import cn.jinfu.platform.security.Roles;
import cn.jinfu.platform.security.Tenants;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Members log in by mobile number and one-time code. A number is a way to reach a person,
 * not an identity: where several persons share it, the code alone does not say who it is,
 * and whoever was bound to it anew or was not seen for long is asked for his ID number's
 * last six. An unknown number gets the same answer; its holder may give a name and apply.
 */
@Component
@RequiredArgsConstructor
public class PhoneLogin {

	/** What the log-in name of somebody on his phone begins with. */
	static final String LOGIN = "phone:";

	static final Duration VALID = Duration.ofMinutes(5);

	static final int ATTEMPTS = 5;

	static final int PER_PERSON_AND_DAY = 10;

	static final int PER_ADDRESS_AND_HOUR = 30;

	/** How he showed who he is, in the audit trail. */
	private static final String CODE = "one-time code";

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * @param mobile comes back with the code: the number is not kept here
	 * @param demoCode the code itself, in a demo only; null elsewhere
	 */
	public record Challenge(UUID id, MobileNumber mobile, @Nullable String demoCode) {
	}

	/**
	 * Somebody the holder of the number may be: a person acting for a member, or for
	 * nobody yet.
	 *
	 * @param key what comes back when this one is chosen
	 * @param agent acts under a mandate, so that the record shows the member's name too
	 */
	public record Face(String key, UUID personId, String name, @Nullable UUID memberId, String memberName,
			boolean agent) {
	}

	private record Stored(List<UUID> persons, String hash) {
	}

	private final JdbcClient sql;

	private final People people;

	private final PersonalData vault;

	private final PasswordEncoder passwords;

	private final Tenants tenants;

	private final Roles roles;

	private final Audit audit;

	private final TransactionOperations transaction;

	private final Messages messages;

	private final BothNames names;

	/**
	 * Sends a code to this number and remembers its hash. A number nobody has gets one
	 * too: that is how a farm applies for membership.
	 */
	public Challenge challenge(MobileNumber mobile, String address) {
		var persons = people.byMobile(mobile).stream().map(People.Person::personId).toList();
		if (sentFrom(address) >= PER_ADDRESS_AND_HOUR
				|| persons.stream().anyMatch(it -> sentTo(it) >= PER_PERSON_AND_DAY)) {
			throw new Refusal.TooMany("platform.login.too-many");
		}
		if (!messages.reachPeople()) {
			throw new Refusal.RuleBroken("platform.login.no-messages");
		}
		var code = "%06d".formatted(RANDOM.nextInt(1_000_000));
		var id = Ids.next();
		sql.sql("""
				insert into platform_login_code (id, tenant_id, persons, number_index, code_hash, address, expires_at)
				values (?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))""")
			.params(id, Tenant.require(), persons.toArray(UUID[]::new), index(mobile), passwords.encode(code), address,
					VALID.toSeconds())
			.update();
		messages.send(mobile, "message.login-code", code, VALID.toMinutes());
		return new Challenge(id, mobile, tenants.get(Tenant.require()).demo() ? code : null);
	}

	/**
	 * Who may stand behind a right code, nobody where the number is unknown; nothing when
	 * it is wrong, old or used up, or was sent to another number.
	 */
	public Optional<List<Face>> answer(UUID challenge, String code, MobileNumber mobile) {
		return stored(challenge, mobile).filter(stored -> passwords.matches(code.strip(), stored.hash()))
			.map(stored -> stored.persons()
				.stream()
				.flatMap(id -> people.find(id).stream())
				.flatMap(PhoneLogin::faces)
				.toList());
	}

	/**
	 * A code to whoever is logged in by phone, at the number bound last.
	 * @throws Refusal.RuleBroken where no number is known, so that it is done at the
	 * counter
	 */
	public Challenge challengeAgain(Actor actor, String address) {
		var mobile = people.numberOf(actor.personId())
			.orElseThrow(() -> new Refusal.RuleBroken("platform.login.no-number"));
		return challenge(mobile, address);
	}

	/** Whether this is the code that was just sent to him; it is used up then. */
	public boolean answersAgain(UUID challenge, String code, Actor actor) {
		var right = people.numberOf(actor.personId())
			.flatMap(mobile -> answer(challenge, code, mobile))
			.filter(faces -> faces.stream().anyMatch(it -> it.personId().equals(actor.personId())))
			.isPresent();
		if (right) {
			use(challenge);
			actor.run(() -> transaction
				.executeWithoutResult(_ -> audit.record("asked-again", "Person", actor.personId(), CODE)));
		}
		return right;
	}

	/** Whether the last six of the ID number must be right, beside the code. */
	public boolean asksIdentity(Face face, MobileNumber mobile) {
		return people.mustShowIdentity(face.personId(), mobile);
	}

	public boolean identified(Face face, String lastSix) {
		return people.idEndsWith(face.personId(), lastSix);
	}

	/** Somebody new under a number that was just verified. */
	public Actor enrol(UUID challenge, String name, MobileNumber mobile) {
		var personId = people.enrol(name, mobile);
		return enter(challenge, new Face(personId + "/", personId, name.strip(), null, "", false), mobile);
	}

	/** For whom else the person who is logged in by phone may act. */
	public Optional<Actor> actFor(Actor actor, UUID memberId) {
		return people.find(actor.personId())
			.stream()
			.flatMap(PhoneLogin::faces)
			.filter(face -> memberId.equals(face.memberId()))
			.findFirst()
			.map(face -> actor(face, CODE));
	}

	/** Whoever an outside house knows, for the first farm he acts for. */
	public Optional<Actor> enterFrom(String provider, UUID personId) {
		return people.find(personId).flatMap(person -> faces(person).findFirst()).map(face -> actor(face, provider));
	}

	/** Uses the code up and says who it is now. */
	public Actor enter(UUID challenge, Face face, MobileNumber mobile) {
		use(challenge);
		people.seen(face.personId(), mobile);
		return actor(face, CODE);
	}

	private void use(UUID challenge) {
		sql.sql("update platform_login_code set used = true where id = ?").param(challenge).update();
	}

	private Actor actor(Face face, String by) {
		var memberId = face.memberId();
		var actor = new Actor(Actor.Kind.PERSON, face.personId(), face.personId(), LOGIN + face.personId(),
				face.agent() ? names.of(face.name(), face.memberName()) : face.name(), Tenant.require(),
				(memberId != null) ? Scope.member(memberId) : Scope.NONE,
				roles.permissions(List.of((memberId != null) ? "farm" : "applicant")));
		actor.run(() -> transaction.executeWithoutResult(_ -> audit.record("login", "Person", face.personId(), by)));
		return actor;
	}

	private static java.util.stream.Stream<Face> faces(People.Person person) {
		if (person.posts().isEmpty()) {
			return java.util.stream.Stream
				.of(new Face(person.personId() + "/", person.personId(), person.name(), null, "", false));
		}
		return person.posts()
			.stream()
			.map(post -> new Face(person.personId() + "/" + post.memberId(), person.personId(), person.name(),
					post.memberId(), post.memberName(), post.role() == PersonRole.AGENT));
	}

	/** Each look at a code counts as an attempt, before the code is compared. */
	private Optional<Stored> stored(UUID challenge, MobileNumber mobile) {
		return sql.sql("""
				update platform_login_code set attempts = attempts + 1
				 where id = ? and tenant_id = ? and number_index = ? and not used and attempts < ?
				   and expires_at > clock_timestamp()
				returning persons, code_hash""")
			.params(challenge, Tenant.require(), index(mobile), ATTEMPTS)
			.query((row, n) -> new Stored(List.of((UUID[]) row.getArray(1).getArray()), row.getString(2)))
			.optional();
	}

	private String index(MobileNumber mobile) {
		return vault.index("login-mobile", mobile.value());
	}

	private long sentFrom(String address) {
		return sql.sql(
				"select count(*) from platform_login_code where address = ? and created_at > clock_timestamp() - interval '1 hour'")
			.param(address)
			.query(Long.class)
			.single();
	}

	private long sentTo(UUID person) {
		return sql.sql(
				"select count(*) from platform_login_code where persons @> array[?]::uuid[] and created_at > clock_timestamp() - interval '1 day'")
			.param(person)
			.query(Long.class)
			.single();
	}

}
