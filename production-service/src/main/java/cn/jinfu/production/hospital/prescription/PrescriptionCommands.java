package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Prescriptions;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.consult.Consult;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultState;
import cn.jinfu.production.hospital.consult.Consults;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.hospital.pest.PestBook;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.SprayFollower;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * From the draft to the spraying. A prescription promises that what it says may be used:
 * so every line is held against the label when it is signed, and nothing else is signed.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class PrescriptionCommands implements Prescriptions, SprayFollower {

	private static final String PRESCRIPTION = "Prescription";

	/** What was bought on it is used within so many days, or it runs out. */
	private static final int USE_DAYS = 30;

	/**
	 * One line as the doctor writes it.
	 *
	 * @param dose per 亩, in {@code unit}
	 */
	public record Line(UUID inputId, BigDecimal dose, FieldUnit unit, @Nullable Integer dilution, int times,
			@Nullable Integer everyDays) {
	}

	public record Draft(UUID pestId, @Nullable String advice, List<Line> lines) {
	}

	private final PrescriptionBook book;

	private final PrescriptionQueries queries;

	private final Consults consults;

	private final ConsultCommands cases;

	private final Doctors doctors;

	private final PestBook pests;

	private final InputCatalogue inputs;

	private final PlantingFacts plantings;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final BusinessClock clock;

	private final RxChecks checks;

	private final EntityManager entities;

	/** Written down for a case that the doctor has in hand. */
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public UUID draft(UUID consultId, Draft draft) {
		var me = doctors.requireMe();
		var consult = consults.require(consultId);
		consult.requireDoctor(me.id());
		requirePrescribable(consult);
		var planting = plantings.find(consult.plantingId()).orElseThrow();
		var prescription = Prescription.draft(numbers.next("prescription", "CF-%06d"),
				new Prescription.Case(consultId, consult.memberId(), consult.division(), consult.plantingId(),
						consult.crop(), planting.areaMu()),
				new Prescription.Signer(me.id(), me.name()), finding(consult.crop(), draft),
				lines(consult.crop(), draft), clock.now(), clock.today());
		history.record(PRESCRIPTION, prescription.id(), null, prescription.state(), null);
		book.save(prescription);
		return prescription.id();
	}

	private static void requirePrescribable(Consult consult) {
		if (!consult.state().actions().contains(ConsultState.Action.PRESCRIBE)) {
			throw new WrongState("production.consult.wrong-state", consult.state(), ConsultState.Action.PRESCRIBE);
		}
	}

	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public void edit(UUID prescriptionId, Draft draft, long version) {
		var me = doctors.requireMe();
		var prescription = reached(prescriptionId).seenAt(version);
		var finding = finding(prescription.crop(), draft);
		var fresh = lines(prescription.crop(), draft);
		prescription.wipe(me.id());
		entities.flush();
		prescription.rewrite(finding, fresh, clock.today());
		book.save(prescription);
	}

	/** The doctor signs; the farm is told the number. */
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public void issue(UUID prescriptionId, long version) {
		var me = doctors.requireMe();
		var prescription = reached(prescriptionId).seenAt(version);
		var from = prescription.state();
		var checks = prescription.lines().stream().map(line -> check(prescription, line)).toList();
		prescription.issue(new Prescription.Signer(me.id(), me.name()), Actor.current().personId(), checks, clock.now(),
				clock.today());
		history.record(PRESCRIPTION, prescriptionId, from, prescription.state(), null);
		book.save(prescription);
		cases.prescribed(prescription.consultId(), me.id());
		messages.tell(prescription.memberId(), "production.message.prescription", prescription.no(),
				prescription.validTo());
	}

	/** Taken back by the doctor who signed it, with the reason. */
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public void withdraw(UUID prescriptionId, String reason, long version) {
		var me = doctors.requireMe();
		var prescription = reached(prescriptionId).seenAt(version);
		var from = prescription.state();
		prescription.withdraw(me.id(), reason);
		history.record(PRESCRIPTION, prescriptionId, from, prescription.state(), reason);
		book.save(prescription);
	}

	/**
	 * For the nightly job: signed and not filled by its last day, or filled and not used
	 * within a month after it.
	 * @return how many ran out
	 */
	public int expire(LocalDate today) {
		var over = new ArrayList<>(book.findByStateAndValidToLessThanOrderById(PrescriptionState.ISSUED, today));
		over.addAll(
				book.findByStateAndValidToLessThanOrderById(PrescriptionState.DISPENSED, today.minusDays(USE_DAYS)));
		for (var prescription : over) {
			var from = prescription.state();
			prescription.expire();
			history.record(PRESCRIPTION, prescription.id(), from, prescription.state(), null);
			book.save(prescription);
		}
		return over.size();
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Prescriptions.Rx> fillable(String no) {
		return queries.fillable("p.no = :key", no.strip().toUpperCase(java.util.Locale.ROOT)).stream().findFirst();
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Prescriptions.Rx> fillable(UUID prescriptionId) {
		return queries.fillable("p.id = :key::uuid", prescriptionId.toString()).stream().findFirst();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Prescriptions.Rx> fillableOf(UUID memberId) {
		return queries.fillable("p.member_id = :key::uuid", memberId.toString());
	}

	@Override
	public Prescriptions.Rx fill(UUID prescriptionId, UUID memberId, UUID saleId, String saleNo, List<UUID> inputIds) {
		var prescription = book.require(prescriptionId);
		if (!prescription.memberId().equals(memberId)) {
			throw new NotFound("production.prescription.not-found", prescriptionId);
		}
		var from = prescription.state();
		prescription.dispense(saleId, saleNo, inputIds, clock.now(), clock.today());
		history.record(PRESCRIPTION, prescriptionId, from, prescription.state(), null);
		book.save(prescription);
		return queries.published(prescription);
	}

	/**
	 * The first use on its planting of what it prescribes, on or after the day it was
	 * signed.
	 */
	@Override
	public void used(List<UUID> plantingIds, UUID inputId, UUID operationId, LocalDate on) {
		for (var prescription : book.findByPlantingIdInAndStateInOrderById(plantingIds,
				Set.of(PrescriptionState.ISSUED, PrescriptionState.DISPENSED))) {
			var signed = prescription.issuedAt();
			if (prescription.prescribes(inputId) && signed != null
					&& !on.isBefore(signed.atZone(BusinessClock.ZONE).toLocalDate())) {
				var from = prescription.state();
				prescription.use(operationId, on);
				history.record(PRESCRIPTION, prescription.id(), from, prescription.state(), null);
				book.save(prescription);
			}
		}
	}

	private Prescription reached(UUID prescriptionId) {
		var prescription = book.require(prescriptionId);
		if (!Reach.current().covers(prescription.memberId(), prescription.division())) {
			throw new NotFound("production.prescription.not-found", prescriptionId);
		}
		return prescription;
	}

	private Prescription.Finding finding(String crop, Draft draft) {
		var pest = pests.require(draft.pestId());
		if (!pest.active() || !pest.crops().contains(crop)) {
			throw new RuleBroken("production.prescription.pest-not-on-crop", pest.name()).at("pestId");
		}
		var advice = draft.advice();
		return new Prescription.Finding(pest.id(), pest.name(),
				(advice == null || advice.isBlank()) ? null : advice.strip());
	}

	private List<PrescribedLine> lines(String crop, Draft draft) {
		var pest = pests.require(draft.pestId()).name();
		var lines = new ArrayList<PrescribedLine>();
		for (var line : draft.lines()) {
			var input = inputs.require(line.inputId());
			var amount = line.unit().of(line.dose());
			if (amount.measure() != input.unit().measure()) {
				throw new RuleBroken("kernel.unit.different-measure", amount.measure(), input.unit().measure())
					.at("lines");
			}
			var label = inputs.rules(line.inputId(), crop, clock.today())
				.stream()
				.filter(rule -> rule.pest().equals(pest))
				.findFirst();
			lines.add(PrescribedLine.of(lines.size() + 1,
					new PrescribedLine.Text(input.inputId(), input.name(), line.dose(), line.unit(), amount.base(),
							line.dilution(), line.times(), line.everyDays(),
							label.map(rule -> rule.intervalDays()).orElse(null))));
		}
		return lines;
	}

	private RxCheck check(Prescription prescription, PrescribedLine line) {
		return checks.check(prescription.plantingId(), prescription.crop(), line.inputId(), prescription.pest(),
				line.dosePerMu(), line.times());
	}

}
