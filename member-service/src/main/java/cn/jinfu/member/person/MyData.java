package cn.jinfu.member.person;

import java.time.Instant;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.member.People;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the platform keeps of the acting person, and who read it whole (个人信息保护法
 * 第四十四至四十七条).
 */
@Service
@Transactional
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open')")
public class MyData {

	/**
	 * @param idMasked null while no ID number is known
	 * @param consentAt when the notice in force was agreed to, null when it was not
	 */
	public record Kept(String name, @Nullable String idMasked, List<String> mobilesMasked, List<People.Post> posts,
			@Nullable Instant consentAt, List<PersonalData.Reading> readings) {
	}

	private final Persons persons;

	private final PersonMobiles mobiles;

	private final PrivacyConsents consents;

	private final PersonDesk desk;

	private final People people;

	private final PersonalData vault;

	/** Empty for an account behind which no registered person stands. */
	@Transactional(readOnly = true)
	public java.util.Optional<Kept> mine() {
		var me = Actor.current().personId();
		return persons.findById(me)
			.map(person -> new Kept(person.name(), person.idMasked(),
					mobiles.findByPersonIdAndEndedAtIsNullOrderByBoundAt(me)
						.stream()
						.map(PersonMobile::masked)
						.toList(),
					people.find(me).map(People.Person::posts).orElse(List.of()),
					consents.findByPersonIdAndNoticeVersionAndWithdrawnAtIsNull(me, PrivacyConsent.NOTICE)
						.map(PrivacyConsent::givenAt)
						.orElse(null),
					vault.readings(me)));
	}

	/** Agrees to the notice in force. */
	public void consent() {
		desk.consent();
	}

	/** What was done under it stays lawful; nothing new is asked of the data from now. */
	public void withdraw() {
		desk.withdrawConsent(Actor.current().personId());
	}

}
