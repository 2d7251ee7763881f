package cn.jinfu.member.person;

import java.util.List;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface PersonMobiles extends Repository<PersonMobile, UUID> {

	List<PersonMobile> findByPersonIdAndEndedAtIsNullOrderByBoundAt(UUID personId);

	PersonMobile save(PersonMobile mobile);

	PersonMobile saveAndFlush(PersonMobile mobile);

}
