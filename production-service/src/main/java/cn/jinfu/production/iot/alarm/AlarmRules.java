package cn.jinfu.production.iot.alarm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import org.springframework.data.repository.Repository;

interface AlarmRules extends Repository<AlarmRule, UUID> {

	AlarmRule save(AlarmRule rule);

	Optional<AlarmRule> findById(UUID id);

	List<AlarmRule> findByMemberIdIsNullOrderByName();

	List<AlarmRule> findByEnabledTrueOrderById();

	Optional<AlarmRule> findByDeviceIdAndChannelAndMemberIdIsNotNull(UUID deviceId, String channel);

	default AlarmRule require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.alarm.rule-not-found", id));
	}

}
