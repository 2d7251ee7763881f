package cn.jinfu.traceability.certificate;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface Certificates extends Repository<Certificate, UUID> {

	Certificate save(Certificate certificate);

	Optional<Certificate> findById(UUID id);

	Optional<Certificate> findByLotIdAndStatus(UUID lotId, Certificate.CertificateStatus status);

}
