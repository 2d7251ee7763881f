package cn.jinfu.traceability.codecase;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CodeCases extends Repository<CodeCase, UUID> {

	CodeCase save(CodeCase one);

	Optional<CodeCase> findById(UUID id);

	default CodeCase require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("trace.code-case.not-found", id));
	}

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select c from CodeCase c where c.cause = :cause and c.target = :target and c.status <> CLOSED")
	Optional<CodeCase> lockOpen(CodeCaseCause cause, String target);

}
