package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.member.PersonRole;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** What a person is to a member, from when to when. */
@Entity
@Table(name = "member_post")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Post extends Aggregate<Post> {

	private UUID memberId;

	private UUID personId;

	@Enumerated(EnumType.STRING)
	private PersonRole role;

	private LocalDate fromOn;

	private @Nullable LocalDate toOn;

	static Post fill(UUID memberId, UUID personId, PersonRole role, LocalDate from) {
		var it = new Post();
		it.memberId = memberId;
		it.personId = personId;
		it.role = role;
		it.fromOn = from;
		return it;
	}

	void end(LocalDate on) {
		toOn = on.isBefore(fromOn) ? fromOn : on;
	}

}
