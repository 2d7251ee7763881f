package cn.jinfu.traceability.residue;

import java.time.LocalDate;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/** A laboratory whose results count while its accreditation runs. */
@Entity
@Table(name = "trace_laboratory")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Laboratory extends Aggregate<Laboratory> {

	private String name;

	private String accreditation;

	private LocalDate validFrom;

	private LocalDate validUntil;

	static Laboratory of(String name, String accreditation, LocalDate from, LocalDate until) {
		if (until.isBefore(from)) {
			throw new RuleBroken("trace.laboratory.term").at("validUntil");
		}
		var laboratory = new Laboratory();
		laboratory.name = name.strip();
		laboratory.accreditation = accreditation.strip();
		laboratory.validFrom = from;
		laboratory.validUntil = until;
		return laboratory;
	}

	/** Renewed, or ended early. */
	void until(LocalDate day) {
		if (day.isBefore(validFrom)) {
			throw new RuleBroken("trace.laboratory.term").at("validUntil");
		}
		validUntil = day;
	}

	boolean accredited(LocalDate on) {
		return !on.isBefore(validFrom) && !on.isAfter(validUntil);
	}

}
