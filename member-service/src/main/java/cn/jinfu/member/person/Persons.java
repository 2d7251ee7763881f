package cn.jinfu.member.person;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface Persons extends Repository<Person, UUID> {

	Optional<Person> findById(UUID id);

	Optional<Person> findByIdIndex(String idIndex);

	Person save(Person person);

	Person saveAndFlush(Person person);

	default Person require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.person.not-found", id));
	}

}
