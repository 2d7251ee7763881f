package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.member.MemberStatus;

import org.springframework.data.repository.Repository;

interface Members extends Repository<Member, UUID> {

	Optional<Member> findById(UUID id);

	List<Member> findByStatusAndEndsOnLessThanEqual(MemberStatus status, LocalDate day);

	List<Member> findByStatusAndSuspendedUntilLessThan(MemberStatus status, LocalDate day);

	/** As the other, for many: the caller flushes. */
	Member save(Member member);

	/** Also publishes the events that the member registered. */
	Member saveAndFlush(Member member);

	default Member require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.member.not-found", id));
	}

}
