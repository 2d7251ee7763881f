package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.lot.LotChanges;
import cn.jinfu.traceability.lot.LotCommands.LotStopped;
import cn.jinfu.traceability.lot.PassingTests;
import cn.jinfu.traceability.lot.TraceLots;
import lombok.RequiredArgsConstructor;

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

	private static final String TYPE = "Certificate";

	private final Certificates certificates;

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	/** By the farm that owns the lot; another's lot is unknown to it. */
	@PreAuthorize("hasAuthority('trace:certificate:issue')")
	public UUID issue(UUID memberId, UUID lotId, BigDecimal kg, Set<Certificate.CertificateBasis> basis) {
		var lot = lots.requireLocked(lotId);
		if (!lot.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		if (certificates.findByLotIdAndStatus(lotId, Certificate.CertificateStatus.ISSUED).isPresent()) {
			throw new RuleBroken("trace.certificate.exists", lot.lotCode());
		}
		var member = members.requireActive(memberId);
		var testId = tests.idSpeakingFor(lot).orElse(null);
		var certificate = Certificate.issue(numbers.next("certificate", "HGZ-%08d"), lot,
				(member.contactName() + " " + member.mobileMasked()).strip(), kg, basis, testId, clock.today());
		certificates.save(certificate);
		history.record(TYPE, certificate.id(), null, certificate.status(), Actor.current().displayName());
		changes.touched(lotId);
		return certificate.id();
	}

	/** A recalled or destroyed lot keeps no promise. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void on(LotStopped stopped) {
		certificates.findByLotIdAndStatus(stopped.lotId(), Certificate.CertificateStatus.ISSUED)
			.ifPresent(certificate -> {
				var before = certificate.status();
				certificate.voidIt(stopped.reason(), clock.now());
				certificates.save(certificate);
				history.record(TYPE, certificate.id(), before, certificate.status(), stopped.reason());
			});
	}

}
