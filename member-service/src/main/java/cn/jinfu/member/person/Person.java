package cn.jinfu.member.person;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Seals;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A natural person. The ID number is kept sealed under the person's own key. */
@Entity
@Table(name = "member_person")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Person extends Aggregate<Person> {

	/** Kinds of the keyed indexes over ID numbers. */
	static final String ID = "resident-id";

	static final String ID_TAIL4 = "resident-id-4";

	static final String ID_TAIL6 = "resident-id-6";

	private String name;

	private @Nullable String idSealed;

	private @Nullable String idMasked;

	private @Nullable String idIndex;

	private @Nullable String idTail4;

	private @Nullable String idTail6;

	private Instant createdAt;

	private Person(UUID id, String name, Instant at) {
		super(id);
		this.name = name;
		this.createdAt = at;
	}

	static Person note(UUID id, String name, Instant at) {
		if (name.isBlank()) {
			throw new RuleBroken("member.person.name").at("personName");
		}
		return new Person(id, name.strip(), at);
	}

	/**
	 * Notes the ID number once it was seen; another number than the one known is refused.
	 */
	void identify(ResidentId id, Seals vault) {
		var index = vault.index(ID, id.value());
		if (idIndex != null && !idIndex.equals(index)) {
			throw new RuleBroken("member.person.other-identity").at("idNumber");
		}
		idSealed = vault.seal(id(), ID, id.value());
		idMasked = id.masked();
		idIndex = index;
		idTail4 = vault.index(ID_TAIL4, id.value().substring(14));
		idTail6 = vault.index(ID_TAIL6, id.value().substring(12));
	}

	/** A name corrected or changed, with the paper for it. */
	void rename(String newName) {
		if (newName.isBlank()) {
			throw new RuleBroken("member.person.name").at("personName");
		}
		name = newName.strip();
	}

}
