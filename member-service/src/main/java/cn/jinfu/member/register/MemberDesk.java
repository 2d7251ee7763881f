package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.PersonRole;
import cn.jinfu.member.organisation.OrganisationDesk;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes members, for admission, import and the clerk's form alike; inside their
 * transaction and behind their permission.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class MemberDesk {

	/** A person as a form or a row names him. */
	public record PersonFacts(String name, @Nullable ResidentId id, @Nullable MobileNumber mobile) {
	}

	private final Members members;

	private final Posts posts;

	private final PersonDesk persons;

	private final OrganisationDesk organisations;

	private final SearchTerms terms;

	private final Numbers numbers;

	private final StatusHistory history;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final MemberCounts counts;

	/**
	 * Admits a member with its head, into the county's federation and the township's,
	 * where there is one.
	 * @throws RuleBroken when a member with the same credit code is in the register
	 */
	public UUID admit(MemberFacts facts, UUID headPersonId, LocalDate on, @Nullable String reason, boolean demo) {
		facts.check();
		requireNew(facts);
		var member = Member.admit(numbers.next("member", "M-%06d"), facts, on, clock.now(), demo);
		members.saveAndFlush(member);
		posts.saveAndFlush(Post.fill(member.id(), headPersonId, PersonRole.HEAD, on));
		organisations.join(member.id(), facts.divisionCode(), on);
		subject(member, headPersonId, on);
		terms.writeNew(member, List.of(persons.nameOf(headPersonId)));
		history.record("Member", member.id(), null, member.status(), reason);
		counts.forget();
		return member.id();
	}

	/**
	 * @throws RuleBroken when a member with the same credit code is in the register
	 */
	public void requireNew(MemberFacts facts) {
		var uscc = facts.uscc();
		if (uscc == null) {
			return;
		}
		sql.sql("select no from member_member where uscc = ? and status <> 'ENDED'")
			.param(uscc.value())
			.query(String.class)
			.optional()
			.ifPresent(no -> {
				throw new RuleBroken("member.member.uscc-taken", no).at("uscc");
			});
	}

	/**
	 * The subject on which quotas hang. A person who already works in another active
	 * subject stays there.
	 */
	private void subject(Member member, UUID headPersonId, LocalDate on) {
		var subjectId = cn.jinfu.kernel.Ids.next();
		sql.sql("""
				insert into member_subject (id, tenant_id, version, kind, name, member_id, division_code, from_on)
				values (?, jf_tenant(), 0, ?, ?, ?, ?, ?)""")
			.params(subjectId, subjectKind(member.kind()), member.name(), member.id(), member.divisionCode().value(),
					on)
			.update();
		sql.sql("""
				insert into member_subject_person (id, tenant_id, version, subject_id, person_id, from_on)
				values (?, jf_tenant(), 0, ?, ?, ?) on conflict do nothing""")
			.params(cn.jinfu.kernel.Ids.next(), subjectId, headPersonId, on)
			.update();
	}

	private static String subjectKind(MemberKind kind) {
		return switch (kind) {
			case COOPERATIVE -> "COOPERATIVE";
			case FAMILY_FARM -> "FAMILY_FARM";
			case LARGE_GROWER -> "HOUSEHOLD";
			case VILLAGE_ECONOMIC_COOPERATIVE -> "COLLECTIVE";
			case AGRIBUSINESS, SERVICE_ORGANISATION -> "ENTERPRISE";
		};
	}

	/** Credit code to number, of those that are in the register. */
	public Map<String, String> numbersByCode(Collection<String> codes) {
		var found = new HashMap<String, String>();
		sql.sql("select uscc, no from member_member where uscc = any(?) and status <> 'ENDED'")
			.param(codes.toArray(String[]::new))
			.query((RowCallbackHandler) row -> found.put(row.getString(1), row.getString(2)));
		return found;
	}

	/** {@code name/township} to number, of those that are in the register. */
	public Map<String, String> numbersByNameAndTownship(Collection<String> keys) {
		var found = new HashMap<String, String>();
		var names = keys.stream().map(key -> key.substring(0, key.lastIndexOf('/'))).toArray(String[]::new);
		sql.sql("""
				select name || '/' || township_code, no from member_member
				 where name collate "C" = any(?) and status <> 'ENDED'""")
			.param(names)
			.query((RowCallbackHandler) row -> found.put(row.getString(1), row.getString(2)));
		found.keySet().retainAll(Set.copyOf(keys));
		return found;
	}

	public String noOf(UUID memberId) {
		return members.require(memberId).no();
	}

	/** The person of a form, known or new. */
	public UUID person(PersonFacts person) {
		return persons.noted(person.name(), person.id(), person.mobile());
	}

}
