package cn.jinfu.member.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Seals;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notes persons and what identifies them, for the other slices of this module; always
 * inside their transaction and behind their permission.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class PersonDesk {

	private final Persons persons;

	private final PersonMobiles mobiles;

	private final PrivacyConsents consents;

	private final PersonalData vault;

	private final Messages messages;

	private final EntityManager entities;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	/**
	 * The person with this identity, noted when new. One person per ID number; without an
	 * ID number, the same name under the same mobile number is taken for the same person.
	 * @throws RuleBroken when the ID number is already known under another name
	 */
	public UUID noted(String name, @Nullable ResidentId id, @Nullable MobileNumber mobile) {
		var known = (id != null) ? persons.findByIdIndex(vault.index(Person.ID, id.value())) : Optional.<Person>empty();
		if (known.isPresent() && !known.get().name().equals(name.strip())) {
			throw new RuleBroken("member.person.other-name").at("idNumber");
		}
		if (known.isEmpty() && mobile != null) {
			known = withMobile(mobile).flatMap(persons::findById)
				.stream()
				.filter(it -> it.name().equals(name.strip()) && (id == null || it.idIndex() == null))
				.findFirst();
		}
		var person = known.orElseGet(() -> Person.note(Ids.next(), name, clock.now()));
		return keep(person, id, mobile, PersonMobile.How.REGISTER);
	}

	/** A person as a list names him. */
	public record Named(String name, @Nullable ResidentId id, @Nullable MobileNumber mobile) {

		private Stream<String> marks(PersonalData vault) {
			return Stream.concat(Optional.ofNullable(id).stream().map(it -> vault.index(Person.ID, it.value())),
					Optional.ofNullable(mobile).stream().map(it -> vault.index(PersonMobile.WHOLE, it.value())));
		}
	}

	/**
	 * As {@link #noted(String, ResidentId, MobileNumber)} for each in turn. Those whose
	 * ID and mobile number nobody has, and nobody above them in the list, are noted
	 * together in a few statements; only the others are looked up one by one.
	 */
	public List<UUID> noted(List<Named> people) {
		var seen = takenOf(people.stream().flatMap(it -> it.marks(vault)).toList());
		var fresh = new ArrayList<Boolean>();
		people.forEach(it -> fresh.add(it.marks(vault).map(seen::add).reduce(true, Boolean::logicalAnd)));
		var ids = people.stream().map(_ -> Ids.next()).collect(Collectors.toCollection(ArrayList::new));
		var newcomers = IntStream.range(0, people.size()).filter(fresh::get).mapToObj(ids::get).toList();
		var seals = vault.forNew(newcomers);
		for (int i = 0; i < people.size(); i++) {
			if (fresh.get(i)) {
				note(ids.get(i), people.get(i), seals);
			}
		}
		entities.flush();
		for (int i = 0; i < people.size(); i++) {
			if (!fresh.get(i)) {
				ids.set(i, noted(people.get(i).name(), people.get(i).id(), people.get(i).mobile()));
			}
		}
		return ids;
	}

	private Set<String> takenOf(List<String> marks) {
		return new HashSet<>(sql.sql("""
				select id_index from member_person where id_index = any(:marks)
				union select whole_index from member_person_mobile where whole_index = any(:marks)""")
			.param("marks", marks.toArray(String[]::new))
			.query(String.class)
			.list());
	}

	private void note(UUID id, Named named, Seals seals) {
		var person = Person.note(id, named.name(), clock.now());
		if (named.id() instanceof ResidentId card) {
			person.identify(card, seals);
		}
		persons.save(person);
		if (named.mobile() instanceof MobileNumber mobile) {
			mobiles.save(PersonMobile.bind(id, mobile, PersonMobile.How.REGISTER, clock.now(), seals));
		}
	}

	/** A person whose id somebody else already promised. */
	public UUID noted(UUID personId, String name, @Nullable ResidentId id, @Nullable MobileNumber mobile) {
		var person = persons.findById(personId).orElseGet(() -> Person.note(personId, name, clock.now()));
		return keep(person, id, mobile, PersonMobile.How.REGISTER);
	}

	/** Somebody whose number was just verified by a code. */
	public UUID enrolled(String name, MobileNumber mobile) {
		var known = idsOf(mobile).stream()
			.map(persons::require)
			.filter(it -> it.name().equals(name.strip()))
			.findFirst();
		return keep(known.orElseGet(() -> Person.note(Ids.next(), name, clock.now())), null, mobile,
				PersonMobile.How.CODE);
	}

	private UUID keep(Person person, @Nullable ResidentId id, @Nullable MobileNumber mobile, PersonMobile.How how) {
		if (id != null) {
			person.identify(id, vault);
		}
		persons.saveAndFlush(person);
		if (mobile != null) {
			bind(person.id(), mobile, how, clock.now());
		}
		return person.id();
	}

	private void bind(UUID personId, MobileNumber mobile, PersonMobile.How how, Instant at) {
		var index = vault.index(PersonMobile.WHOLE, mobile.value());
		var bound = mobiles.findByPersonIdAndEndedAtIsNullOrderByBoundAt(personId);
		if (bound.stream().noneMatch(it -> it.wholeIndex().equals(index))) {
			mobiles.saveAndFlush(PersonMobile.bind(personId, mobile, how, at, vault));
		}
	}

	private Optional<UUID> withMobile(MobileNumber mobile) {
		return idsOf(mobile).stream().findFirst();
	}

	public List<UUID> idsOf(MobileNumber mobile) {
		return sql.sql("""
				select p.id from member_person_mobile m join member_person p on p.id = m.person_id
				 where m.whole_index = ? and m.ended_at is null order by p.name, p.id""")
			.param(vault.index(PersonMobile.WHOLE, mobile.value()))
			.query(UUID.class)
			.list();
	}

	/**
	 * At the counter, with the card in hand: all former numbers end, the new one holds.
	 * @throws RuleBroken when the card is another person's, or none is known to compare
	 * with
	 */
	public void changeMobile(UUID personId, ResidentId card, MobileNumber number) {
		var person = persons.require(personId);
		if (person.idIndex() == null) {
			throw new RuleBroken("member.person.no-identity").at("idNumber");
		}
		if (!vault.index(Person.ID, card.value()).equals(person.idIndex())) {
			throw new RuleBroken("member.person.other-card").at("idNumber");
		}
		var now = clock.now();
		var index = vault.index(PersonMobile.WHOLE, number.value());
		for (var old : mobiles.findByPersonIdAndEndedAtIsNullOrderByBoundAt(personId)) {
			if (!old.wholeIndex().equals(index)) {
				// whoever holds the old one learns that it is worth nothing any more
				send(personId, new MobileNumber(vault.use(personId, old.sealed())), "member.message.mobile-ended",
						person.name(), number.masked());
				old.end("counter", now);
				mobiles.saveAndFlush(old);
			}
		}
		bind(personId, number, PersonMobile.How.COUNTER, now);
		send(personId, number, "member.message.mobile-bound", person.name());
		audit.record("change-mobile", "Person", personId, number.masked());
	}

	/**
	 * The acting person agrees for himself to the notice in force. A repeat changes
	 * nothing, nor does a second tap at the same moment.
	 * @throws Refusal.NotFound for an account behind which no registered person stands
	 */
	public void consent() {
		consent(Actor.current().personId(), PrivacyConsent.How.PHONE);
	}

	/** Signed on paper at the counter by the person himself. */
	public void consentOnPaper(UUID personId) {
		consent(personId, PrivacyConsent.How.PAPER);
	}

	private void consent(UUID personId, PrivacyConsent.How how) {
		entities.lock(persons.require(personId), LockModeType.PESSIMISTIC_WRITE);
		if (consents.findByPersonIdAndNoticeVersionAndWithdrawnAtIsNull(personId, PrivacyConsent.NOTICE).isEmpty()) {
			consents.save(PrivacyConsent.give(personId, how, clock.now()));
			audit.record("privacy-consent", "Person", personId, PrivacyConsent.NOTICE);
		}
	}

	public void withdrawConsent(UUID personId) {
		consents.findByPersonIdAndNoticeVersionAndWithdrawnAtIsNull(personId, PrivacyConsent.NOTICE)
			.ifPresent(consent -> {
				consent.withdraw(clock.now());
				consents.save(consent);
				audit.record("privacy-withdraw", "Person", personId, PrivacyConsent.NOTICE);
			});
	}

	/**
	 * The acting person's own ID number, typed by himself.
	 * @throws RuleBroken when it is known of somebody else: he then is that person, or
	 * not who he says, and the counter can tell
	 */
	public void identify(UUID personId, ResidentId id) {
		var known = persons.findByIdIndex(vault.index(Person.ID, id.value()));
		if (known.isPresent() && !known.get().id().equals(personId)) {
			throw new RuleBroken("member.person.known-elsewhere").at("idNumber");
		}
		var person = persons.require(personId);
		person.identify(id, vault);
		persons.saveAndFlush(person);
	}

	/** Whose card it is; nobody's when the number is not known here. */
	public Optional<UUID> holder(ResidentId card) {
		return persons.findByIdIndex(vault.index(Person.ID, card.value())).map(Person::id);
	}

	/** The names of those whose ID number is known already. */
	public Map<ResidentId, String> namesById(Collection<ResidentId> ids) {
		var wanted = new HashMap<String, ResidentId>();
		ids.forEach(id -> wanted.put(vault.index(Person.ID, id.value()), id));
		var names = new HashMap<ResidentId, String>();
		sql.sql("select id_index, name from member_person where id_index = any(?)")
			.param(wanted.keySet().toArray(String[]::new))
			.query((RowCallbackHandler) row -> names.put(Objects.requireNonNull(wanted.get(row.getString(1))),
					row.getString(2)));
		return names;
	}

	/** A person as lists and files name him. */
	public record Card(String name, @Nullable String mobileMasked, @Nullable String idMasked) {
	}

	public Card card(UUID personId) {
		var person = persons.require(personId);
		return new Card(person.name(), last(personId).map(PersonMobile::masked).orElse(null), person.idMasked());
	}

	private Optional<PersonMobile> last(UUID personId) {
		return mobiles.findByPersonIdAndEndedAtIsNullOrderByBoundAt(personId).stream().reduce((_, later) -> later);
	}

	/**
	 * A message to the number bound last; nothing where there is none, or where it got
	 * too many today: what was decided does not hang on the news of it.
	 */
	public void tell(UUID personId, String templateKey, Object... args) {
		numberOf(personId).ifPresent(mobile -> send(personId, mobile, templateKey, args));
	}

	/** The number bound last, for the machine to dial. */
	public Optional<MobileNumber> numberOf(UUID personId) {
		return last(personId).map(it -> new MobileNumber(vault.use(personId, it.sealed())));
	}

	private void send(UUID personId, MobileNumber to, String templateKey, Object... args) {
		try {
			messages.tell(personId, to, templateKey, args);
		}
		catch (TooMany enough) {
			audit.record("message-withheld", "Person", personId, templateKey);
		}
	}

	/** Whose card this is, where the name fits too. */
	public Optional<UUID> holderOf(ResidentId card, String name) {
		return persons.findByIdIndex(vault.index(Person.ID, card.value()))
			.filter(it -> it.name().equals(name.strip()))
			.map(Person::id);
	}

	/**
	 * For good: the key goes, and with it every sealed field; names, masks and indexes of
	 * the register follow.
	 * @param word stands where the name stood
	 */
	public void erase(UUID personId, String word) {
		withdrawConsent(personId);
		entities.flush();
		var now = java.sql.Timestamp.from(clock.now());
		sql.sql("""
				update member_person_mobile
				   set masked = '***', whole_index = 'erased-' || id, tail_index = 'erased-' || id,
				       ended_at = coalesce(ended_at, greatest(bound_at, ?)), ended_reason = coalesce(ended_reason, 'erased'),
				       version = version + 1
				 where person_id = ?""")
			.params(now, personId)
			.update();
		sql.sql("""
				update member_person
				   set name = ?, id_sealed = null, id_masked = null, id_index = null, id_tail4 = null, id_tail6 = null,
				       erased_at = ?, version = version + 1
				 where id = ?""").params(word, now, personId).update();
		vault.destroy(personId);
		entities.clear();
	}

	public boolean exists(UUID personId) {
		return persons.findById(personId).isPresent();
	}

	public String nameOf(UUID personId) {
		return persons.require(personId).name();
	}

}
