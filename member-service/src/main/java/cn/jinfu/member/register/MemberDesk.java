package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.PersonRole;
import cn.jinfu.member.organisation.OrganisationDesk;
import cn.jinfu.member.person.PersonDesk;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
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

	private final JdbcTemplate jdbc;

	private final EntityManager entities;

	private final BusinessClock clock;

	private final MemberCounts counts;

	/**
	 * Admits a member with its head, into the county's federation and the township's,
	 * where there is one.
	 * @throws RuleBroken when a member with the same credit code is in the register
	 */
	public UUID admit(MemberFacts facts, UUID headPersonId, LocalDate on, @Nullable String reason, boolean demo) {
		return admit(List.of(new Admission(facts, headPersonId, persons.nameOf(headPersonId), on, reason)), demo)
			.getFirst();
	}

	/** One of a list, with its head as he was noted. */
	public record Admission(MemberFacts facts, UUID headPersonId, String headName, LocalDate on,
			@Nullable String reason) {
	}

	/**
	 * Many at once, in a few statements whatever their number.
	 * @throws RuleBroken when a member with the same credit code is in the register
	 */
	public List<UUID> admit(List<Admission> admissions, boolean demo) {
		requireNew(admissions.stream().flatMap(it -> Optional.ofNullable(it.facts().uscc()).stream()).toList());
		var nos = numbers.next("member", "M-%06d", admissions.size());
		var admitted = new LinkedHashMap<Member, Admission>();
		for (var it : admissions) {
			var member = members.save(Member.admit(nos.get(admitted.size()), it.facts(), it.on(), clock.now(), demo));
			posts.save(Post.fill(member.id(), it.headPersonId(), PersonRole.HEAD, it.on()));
			admitted.put(member, it);
		}
		entities.flush();
		organisations.join(admitted.keySet()
			.stream()
			.map(it -> new OrganisationDesk.Joining(it.id(), it.divisionCode(), it.admittedOn()))
			.toList());
		subjects(admitted);
		var names = new LinkedHashMap<Member, List<String>>();
		admitted.forEach((member, it) -> names.put(member, List.of(it.headName())));
		terms.writeNew(names);
		var entries = new ArrayList<StatusHistory.Entry>();
		admitted.forEach((member, it) -> entries.add(new StatusHistory.Entry(member.id(), it.reason())));
		history.record("Member", null, MemberStatus.ACTIVE, entries);
		counts.forget();
		return admitted.keySet().stream().map(Member::id).toList();
	}

	/**
	 * @throws RuleBroken when a member with the same credit code is in the register
	 */
	public void requireNew(MemberFacts facts) {
		requireNew(Optional.ofNullable(facts.uscc()).stream().toList());
	}

	private void requireNew(List<UnifiedSocialCreditCode> codes) {
		var taken = numbersByCode(codes.stream().map(UnifiedSocialCreditCode::value).toList()).values();
		if (!taken.isEmpty()) {
			throw new RuleBroken("member.member.uscc-taken", taken.iterator().next()).at("uscc");
		}
	}

	/**
	 * The subjects on which quotas hang. A person who already works in another active
	 * subject stays there.
	 */
	private void subjects(Map<Member, Admission> admitted) {
		var subjects = new ArrayList<Object[]>();
		var people = new ArrayList<Object[]>();
		admitted.forEach((member, it) -> {
			var subjectId = Ids.next();
			subjects.add(new Object[] { subjectId, subjectKind(member.kind()), member.name(), member.id(),
					member.divisionCode().value(), it.on() });
			people.add(new Object[] { Ids.next(), subjectId, it.headPersonId(), it.on() });
		});
		jdbc.batchUpdate("""
				insert into member_subject (id, tenant_id, version, kind, name, member_id, division_code, from_on)
				values (?, jf_tenant(), 0, ?, ?, ?, ?, ?)""", subjects);
		jdbc.batchUpdate("""
				insert into member_subject_person (id, tenant_id, version, subject_id, person_id, from_on)
				values (?, jf_tenant(), 0, ?, ?, ?) on conflict do nothing""", people);
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

	/** The people of a list, in its order. */
	public List<UUID> persons(List<PersonFacts> people) {
		return persons.noted(people.stream().map(it -> new PersonDesk.Named(it.name(), it.id(), it.mobile())).toList());
	}

}
