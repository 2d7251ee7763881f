package cn.jinfu.member.counter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface CounterVisits extends Repository<CounterVisit, UUID> {

	Optional<CounterVisit> findById(UUID id);

	List<CounterVisit> findByClerkIdAndStatus(UUID clerkId, CounterVisitStatus status);

	List<CounterVisit> findByStatusAndBeganAtBefore(CounterVisitStatus status, Instant then);

	CounterVisit saveAndFlush(CounterVisit visit);

	default CounterVisit require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.visit.not-found", id));
	}

}
