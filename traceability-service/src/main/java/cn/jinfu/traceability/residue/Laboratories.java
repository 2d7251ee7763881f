package cn.jinfu.traceability.residue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface Laboratories extends Repository<Laboratory, UUID> {

	Laboratory save(Laboratory laboratory);

	Optional<Laboratory> findById(UUID id);

	Optional<Laboratory> findByName(String name);

	List<Laboratory> findAllByOrderByName();

}
