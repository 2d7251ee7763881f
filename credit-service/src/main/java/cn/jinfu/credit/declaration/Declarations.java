package cn.jinfu.credit.declaration;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface Declarations extends Repository<Declaration, UUID> {

	/** Written at once: facts refer to it. */
	Declaration saveAndFlush(Declaration declaration);

	Optional<Declaration> findById(UUID id);

	Optional<Declaration> findByMemberIdAndYear(UUID memberId, int year);

}
