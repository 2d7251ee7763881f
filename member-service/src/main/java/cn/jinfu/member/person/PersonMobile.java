package cn.jinfu.member.person;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Seals;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A number by which a person is reached, from when to when. */
@Entity
@Table(name = "member_person_mobile")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class PersonMobile extends Aggregate<PersonMobile> {

	static final String WHOLE = "mobile";

	static final String TAIL = "mobile-4";

	enum How {

		/** Stood in a list or form, unverified. */
		REGISTER,
		/** Bound at the counter with the card. */
		COUNTER,
		/** Verified by a code sent to it. */
		CODE

	}

	private UUID personId;

	private String sealed;

	private String masked;

	private String wholeIndex;

	private String tailIndex;

	private Instant boundAt;

	@Enumerated(EnumType.STRING)
	private How boundHow;

	private @Nullable Instant endedAt;

	private @Nullable String endedReason;

	static PersonMobile bind(UUID personId, MobileNumber number, How how, Instant at, Seals vault) {
		var it = new PersonMobile();
		it.personId = personId;
		it.sealed = vault.seal(personId, WHOLE, number.value());
		it.masked = number.masked();
		it.wholeIndex = vault.index(WHOLE, number.value());
		it.tailIndex = vault.index(TAIL, number.value().substring(7));
		it.boundAt = at;
		it.boundHow = how;
		return it;
	}

	void end(String reason, Instant at) {
		endedAt = at;
		endedReason = reason;
	}

}
