package cn.jinfu.member.organisation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface Organisations extends Repository<Organisation, UUID> {

	Optional<Organisation> findById(UUID id);

	Optional<Organisation> findByParentIdIsNull();

	Optional<Organisation> findFirstByKindAndDivisionCodeAndClosedOnIsNull(OrganisationKind kind,
			DivisionCode divisionCode);

	List<Organisation> findByClosedOnIsNullOrderByKindAscDivisionCodeAscNameAsc();

	Organisation saveAndFlush(Organisation organisation);

	default Organisation require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.organisation.not-found", id));
	}

}
