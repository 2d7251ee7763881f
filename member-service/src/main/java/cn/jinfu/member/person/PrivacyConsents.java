package cn.jinfu.member.person;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface PrivacyConsents extends Repository<PrivacyConsent, UUID> {

	Optional<PrivacyConsent> findByPersonIdAndNoticeVersionAndWithdrawnAtIsNull(UUID personId, String noticeVersion);

	List<PrivacyConsent> findByPersonIdOrderByGivenAtDesc(UUID personId);

	PrivacyConsent save(PrivacyConsent consent);

}
