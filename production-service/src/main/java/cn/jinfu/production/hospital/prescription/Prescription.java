package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.hospital.prescription.PrescriptionState.Action;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * What a doctor signs for one planting against one pest. Once signed its words never
 * change; it is filled once, used, or runs out.
 */
@Entity
@Table(name = "production_prescription")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Prescription extends Aggregate<Prescription> {

	/** A field changes: what was right is looked at again after so many days. */
	private static final int VALID_DAYS = 14;

	static final int MAX_LINES = 5;

	private String no;

	private UUID consultId;

	private UUID memberId;

	private String division;

	private UUID plantingId;

	private String crop;

	private UUID pestId;

	private String pest;

	private BigDecimal areaMu;

	private UUID doctorId;

	private String doctorName;

	private @Nullable String advice;

	private LocalDate validTo;

	@Enumerated(EnumType.STRING)
	private PrescriptionState state;

	private Instant draftedAt;

	private @Nullable Instant issuedAt;

	private @Nullable UUID issuedBy;

	private @Nullable String content;

	private @Nullable String sha256;

	private @Nullable UUID saleId;

	private @Nullable String saleNo;

	private @Nullable Instant dispensedAt;

	private @Nullable UUID operationId;

	private @Nullable LocalDate usedOn;

	private @Nullable String voidReason;

	@OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
	@JoinColumn(name = "prescription_id", nullable = false, updatable = false)
	@OrderBy("lineNo")
	private List<PrescribedLine> lines = new ArrayList<>();

	/** Whom and what it is for. */
	record Case(UUID consultId, UUID memberId, String division, UUID plantingId, String crop, BigDecimal areaMu) {
	}

	record Signer(UUID doctorId, String name) {
	}

	/** What the doctor found and advises. */
	record Finding(UUID pestId, String pest, @Nullable String advice) {
	}

	static Prescription draft(String no, Case of, Signer doctor, Finding finding, List<PrescribedLine> lines,
			Instant at, LocalDate today) {
		var prescription = new Prescription();
		prescription.no = no;
		prescription.consultId = of.consultId();
		prescription.memberId = of.memberId();
		prescription.division = of.division();
		prescription.plantingId = of.plantingId();
		prescription.crop = of.crop();
		prescription.areaMu = of.areaMu();
		prescription.doctorId = doctor.doctorId();
		prescription.doctorName = doctor.name();
		prescription.state = PrescriptionState.DRAFT;
		prescription.draftedAt = at;
		prescription.write(finding, lines, today);
		return prescription;
	}

	/** Takes the old lines out; the new ones come with {@link #rewrite}. */
	void wipe(UUID doctor) {
		state = state.after(Action.EDIT);
		requireDoctor(doctor);
		lines.clear();
	}

	void rewrite(Finding finding, List<PrescribedLine> fresh, LocalDate today) {
		state = state.after(Action.EDIT);
		write(finding, fresh, today);
	}

	private void write(Finding finding, List<PrescribedLine> fresh, LocalDate today) {
		if (fresh.isEmpty()) {
			throw new RuleBroken("production.prescription.lines-missing").at("lines");
		}
		if (fresh.size() > MAX_LINES) {
			throw new RuleBroken("production.prescription.many-lines", MAX_LINES).at("lines");
		}
		if (fresh.stream().map(PrescribedLine::inputId).distinct().count() < fresh.size()) {
			throw new RuleBroken("production.prescription.same-twice").at("lines");
		}
		pestId = finding.pestId();
		pest = finding.pest();
		advice = finding.advice();
		validTo = today.plusDays(VALID_DAYS);
		lines.addAll(fresh);
	}

	/**
	 * The doctor signs what stands here.
	 * @param checks of the lines, in their order
	 * @throws RuleBroken with the code of the gravest finding: nothing off the label is
	 * ever signed
	 */
	void issue(Signer doctor, UUID person, List<RxCheck> checks, Instant at, LocalDate today) {
		var next = state.after(Action.ISSUE);
		requireDoctor(doctor.doctorId());
		for (int i = 0; i < lines.size(); i++) {
			clear(lines.get(i), checks.get(i));
		}
		if (validTo.isBefore(today)) {
			throw new RuleBroken("production.prescription.expired", validTo);
		}
		state = next;
		issuedAt = at;
		issuedBy = person;
		content = signed(at);
		sha256 = fingerprint(content);
	}

	private void clear(PrescribedLine line, RxCheck check) {
		var gravest = check.gravest();
		if (gravest != null) {
			throw new RuleBroken(gravest.code(), line.inputName()).at("lines");
		}
		var rule = check.rule();
		if (rule == null || !Objects.equals(rule.intervalDays(), line.intervalDays())) {
			throw new RuleBroken("production.prescription.label-changed", line.inputName()).at("lines");
		}
	}

	/** The text whose fingerprint is kept. */
	private String signed(Instant at) {
		var text = new StringBuilder();
		text.append("prescription=").append(no).append('\n');
		text.append("consult=").append(consultId).append('\n');
		text.append("member=").append(memberId).append('\n');
		text.append("planting=").append(plantingId).append('\n');
		text.append("crop=").append(crop).append('\n');
		text.append("areaMu=").append(PrescribedLine.plain(areaMu)).append('\n');
		text.append("pest=").append(pest).append('\n');
		lines.forEach(line -> text.append("line=").append(line.signed()).append('\n'));
		text.append("advice=").append((advice != null) ? advice : "").append('\n');
		text.append("validTo=").append(validTo).append('\n');
		text.append("doctor=").append(doctorId).append('|').append(doctorName).append('\n');
		text.append("issuedAt=").append(at).append('\n');
		return text.toString();
	}

	private static String fingerprint(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException missing) {
			throw new IllegalStateException(missing);
		}
	}

	/** One sale fills it. */
	void dispense(UUID sale, String number, List<UUID> sold, Instant at, LocalDate today) {
		var next = state.after(Action.DISPENSE);
		if (today.isAfter(validTo)) {
			throw new RuleBroken("production.prescription.expired", validTo);
		}
		if (lines.stream().noneMatch(line -> sold.contains(line.inputId()))) {
			throw new RuleBroken("production.prescription.nothing-of-it", no).at("stockId");
		}
		state = next;
		saleId = sale;
		saleNo = number;
		dispensedAt = at;
	}

	/** The farm has recorded a use of what it prescribes, on its planting. */
	void use(UUID operation, LocalDate on) {
		state = state.after(Action.USE);
		operationId = operation;
		usedOn = on;
	}

	boolean prescribes(UUID inputId) {
		return lines.stream().anyMatch(line -> line.inputId().equals(inputId));
	}

	/** Not filled in time, or filled and not used within a season. */
	void expire() {
		state = state.after(Action.EXPIRE);
	}

	void withdraw(UUID doctor, String reason) {
		var next = state.after(Action.WITHDRAW);
		requireDoctor(doctor);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		state = next;
		voidReason = reason.strip();
	}

	private void requireDoctor(UUID doctor) {
		if (!doctor.equals(doctorId)) {
			throw new Forbidden("production.prescription.not-yours");
		}
	}

}
