package cn.jinfu.member.person;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A person was told what is kept of him and why, and agreed (个人信息保护法 第十四、十五、十七条). Nobody
 * agrees for another.
 */
@Entity
@Table(name = "member_privacy_consent")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class PrivacyConsent extends Aggregate<PrivacyConsent> {

	/** The text in force: message {@code member.privacy.<version>}. */
	static final String NOTICE = "2026-11";

	enum How {

		PHONE, PAPER

	}

	private UUID personId;

	private String noticeVersion;

	private Instant givenAt;

	@Enumerated(EnumType.STRING)
	private How givenHow;

	private @Nullable Instant withdrawnAt;

	static PrivacyConsent give(UUID personId, How how, Instant at) {
		var it = new PrivacyConsent();
		it.personId = personId;
		it.noticeVersion = NOTICE;
		it.givenAt = at;
		it.givenHow = how;
		return it;
	}

	void withdraw(Instant at) {
		withdrawnAt = at;
	}

}
