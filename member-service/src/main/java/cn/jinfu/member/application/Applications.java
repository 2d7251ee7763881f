package cn.jinfu.member.application;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface Applications extends Repository<Application, UUID> {

	Optional<Application> findById(UUID id);

	List<Application> findByApplicantIdOrderByCreatedAtDesc(UUID applicantId);

	Application saveAndFlush(Application application);

	default Application require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.application.not-found", id));
	}

}
