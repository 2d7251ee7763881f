package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.lot.LotChanges;
import cn.jinfu.traceability.lot.LotCommands.LotStopped;
import cn.jinfu.traceability.lot.PassingTests;
import cn.jinfu.traceability.lot.TraceLots;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The producer issues; whoever stops the lot voids. */
@Service
@Transactional
@RequiredArgsConstructor
public class CertificateCommands {

	static final String TYPE = "Certificate";

	private static final String PREFIX = "HGZ-";

	private final Certificates certificates;

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final CodePaths paths;

	private final PersonalData vault;

	private final BusinessClock clock;

	/**
	 * By the farm that owns the lot; another's lot is unknown to it.
	 * @param phone the number to be printed; null: the register's own, masked
	 */
	@PreAuthorize("hasAuthority('trace:certificate:issue')")
	public UUID issue(UUID memberId, UUID lotId, BigDecimal kg, Set<Certificate.CertificateBasis> basis,
			@Nullable MobileNumber phone) {
		var lot = lots.requireLocked(lotId);
		if (!lot.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		if (certificates.findByLotIdAndStatus(lotId, Certificate.CertificateStatus.ISSUED).isPresent()) {
			throw new RuleBroken("trace.certificate.exists", lot.lotCode());
		}
		var member = members.requireActive(memberId);
		var number = numbers.next("certificate", PREFIX + "%08d");
		var code = paths.certificateCode(Long.parseLong(number.substring(PREFIX.length())));
		var certificate = Certificate.issue(new Certificate.Marks(number, code), lot, contact(member, phone), kg, basis,
				tests.of(lot).orElse(null), clock.today());
		certificates.save(certificate);
		history.record(TYPE, certificate.id(), null, certificate.status(), Actor.current().displayName());
		changes.touched(lotId);
		return certificate.id();
	}

	/** A wrong one ends; the farm may issue a right one for the same lot. */
	@PreAuthorize("hasAnyAuthority('trace:certificate:issue', 'trace:certificate:void')")
	public void voidIt(UUID certificateId, String reason, long version) {
		var seen = certificates.findById(certificateId)
			.orElseThrow(() -> new NotFound("trace.certificate.not-found", certificateId));
		var lot = lots.requireLocked(seen.lotId());
		if (!Reach.current().covers(lot.memberId(), lot.division())) {
			throw new NotFound("trace.certificate.not-found", certificateId);
		}
		end(seen.seenAt(version), reason);
		changes.touched(lot.id());
	}

	/** A recalled or destroyed lot keeps no promise. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void on(LotStopped stopped) {
		certificates.findByLotIdAndStatus(stopped.lotId(), Certificate.CertificateStatus.ISSUED)
			.ifPresent(certificate -> end(certificate, stopped.reason()));
	}

	private void end(Certificate certificate, String reason) {
		var before = certificate.status();
		certificate.voidIt(reason, clock.now());
		certificates.save(certificate);
		history.record(TYPE, certificate.id(), before, certificate.status(), reason);
	}

	private Certificate.Contact contact(MemberSummary member, @Nullable MobileNumber phone) {
		if (phone == null) {
			return new Certificate.Contact((member.contactName() + " " + member.mobileMasked()).strip(), null, null);
		}
		var person = Actor.current().personId();
		return new Certificate.Contact((member.contactName() + " " + phone.masked()).strip(), person,
				vault.seal(person, "certificate-phone", phone.value()));
	}

}
