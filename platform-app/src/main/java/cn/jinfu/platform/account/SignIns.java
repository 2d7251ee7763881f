package cn.jinfu.platform.account;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.People;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which of our persons an outside name stands for. It was proved by a code to the
 * person's number, and holds as long as that number is his and he comes once in ninety
 * days: a phone that is lost logs nobody in after the number was changed at the counter.
 * By the system's clock.
 */
@Component
@RequiredArgsConstructor
public class SignIns {

	static final Duration HOLDS = Duration.ofDays(90);

	private final List<OutsideSignIn> houses;

	private final JdbcClient sql;

	private final PersonalData vault;

	private final People people;

	private final Audit audit;

	/** Somebody whom a house named and nobody here knows yet. */
	public record Unknown(String provider, String subjectIndex) implements java.io.Serializable {
	}

	/** A tie of one's own. */
	public record Bound(String provider, Instant boundAt, Instant lastAt) {
	}

	private record Tie(UUID personId, String numberIndex) {
	}

	/** The houses that this browser can go to; none where none is configured. */
	public List<String> offered(@Nullable String userAgent) {
		return houses.stream().filter(it -> it.opensIn(userAgent)).map(OutsideSignIn::name).toList();
	}

	public boolean any() {
		return !houses.isEmpty();
	}

	public Optional<OutsideSignIn> house(String name) {
		return houses.stream().filter(it -> it.name().equals(name)).findFirst();
	}

	/** What stands for the outside name here; the name itself is not kept. */
	public Unknown known(OutsideSignIn house, String subject) {
		return new Unknown(house.name(), vault.index("outside-sign-in", house.name() + " " + subject));
	}

	/** The person it is tied to; a tie that no longer holds is gone afterwards. */
	@Transactional
	public Optional<UUID> person(Unknown who) {
		var tie = sql.sql("""
				select person_id, number_index from platform_outside_sign_in
				 where tenant_id = ? and provider = ? and subject_index = ? and last_at > ? for update""")
			.params(Tenant.require(), who.provider(), who.subjectIndex(), at(Instant.now().minus(HOLDS)))
			.query((row, n) -> new Tie(row.getObject(1, UUID.class), row.getString(2)))
			.optional();
		var holds = tie.filter(it -> numberIndex(it.personId()).filter(it.numberIndex()::equals).isPresent());
		sql.sql((holds.isPresent())
				? "update platform_outside_sign_in set last_at = greatest(last_at, :now) where tenant_id = :tenant and provider = :provider and subject_index = :subject"
				: "delete from platform_outside_sign_in where tenant_id = :tenant and provider = :provider and subject_index = :subject and last_at <= :now")
			.param("now", at(Instant.now()))
			.param("tenant", Tenant.require())
			.param("provider", who.provider())
			.param("subject", who.subjectIndex())
			.update();
		return holds.map(Tie::personId);
	}

	/**
	 * Ties the outside name to whoever just proved his number; an older tie gives way.
	 */
	@Transactional
	public void bind(Unknown who, Actor actor) {
		var number = numberIndex(actor.personId());
		if (number.isEmpty()) {
			return;
		}
		sql.sql("""
				insert into platform_outside_sign_in (tenant_id, provider, subject_index, person_id, number_index, bound_at, last_at)
				values (?, ?, ?, ?, ?, ?, ?)
				on conflict (tenant_id, provider, subject_index) do update
				   set person_id = excluded.person_id, number_index = excluded.number_index,
				       bound_at = excluded.bound_at, last_at = excluded.last_at""")
			.params(Tenant.require(), who.provider(), who.subjectIndex(), actor.personId(), number.get(),
					at(Instant.now()), at(Instant.now()))
			.update();
		audit.record("sign-in-bound", "Person", actor.personId(), who.provider());
	}

	@Transactional(readOnly = true)
	public List<Bound> own() {
		return sql.sql("""
				select provider, bound_at, last_at from platform_outside_sign_in
				 where tenant_id = ? and person_id = ? order by bound_at desc""")
			.params(Tenant.require(), Actor.current().personId())
			.query((row, n) -> new Bound(row.getString(1), row.getTimestamp(2).toInstant(),
					row.getTimestamp(3).toInstant()))
			.list();
	}

	/** Unties all of one house; the next time there the number is asked for again. */
	@Transactional
	public void untie(String provider) {
		var gone = sql
			.sql("delete from platform_outside_sign_in where tenant_id = ? and person_id = ? and provider = ?")
			.params(Tenant.require(), Actor.current().personId(), provider)
			.update();
		if (gone > 0) {
			audit.record("sign-in-untied", "Person", Actor.current().personId(), provider);
		}
	}

	private Optional<String> numberIndex(UUID personId) {
		return people.numberOf(personId).map(it -> vault.index("login-mobile", it.value()));
	}

	private static Timestamp at(Instant instant) {
		return Timestamp.from(instant);
	}

}
