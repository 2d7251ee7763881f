package cn.jinfu.traceability.residue;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The list of laboratories whose results count. */
@Service
@Transactional
@RequiredArgsConstructor
public class LaboratoryDesk {

	/**
	 * @param current whether a result sampled today would count
	 */
	public record LaboratoryView(UUID id, String name, String accreditation, LocalDate validFrom, LocalDate validUntil,
			boolean current, long version) {
	}

	private final Laboratories laboratories;

	private final Audit audit;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('trace:laboratory:edit')")
	public UUID add(String name, String accreditation, LocalDate from, LocalDate until) {
		if (laboratories.findByName(name.strip()).isPresent()) {
			throw new RuleBroken("trace.laboratory.exists", name.strip()).at("name");
		}
		var laboratory = laboratories.save(Laboratory.of(name, accreditation, from, until));
		audit.record("add", "Laboratory", laboratory.id(), from + " - " + until);
		return laboratory.id();
	}

	@PreAuthorize("hasAuthority('trace:laboratory:edit')")
	public void until(UUID id, LocalDate day, long version) {
		var laboratory = laboratories.findById(id)
			.orElseThrow(() -> new NotFound("trace.laboratory.not-found", id))
			.seenAt(version);
		audit.record("change", "Laboratory", id, laboratory.validUntil() + " -> " + day);
		laboratory.until(day);
		laboratories.save(laboratory);
	}

	@PreAuthorize("hasAuthority('trace:test:view')")
	@Transactional(readOnly = true)
	public List<LaboratoryView> all() {
		return laboratories.findAllByOrderByName()
			.stream()
			.map(it -> new LaboratoryView(it.id(), it.name(), it.accreditation(), it.validFrom(), it.validUntil(),
					it.accredited(clock.today()), it.version()))
			.toList();
	}

	/** The laboratory of that name, accredited on the sampling day. */
	Laboratory require(String name, LocalDate sampledOn) {
		var laboratory = laboratories.findByName(name.strip())
			.orElseThrow(() -> new RuleBroken("trace.test.laboratory-unknown", name.strip()).at("laboratory"));
		if (!laboratory.accredited(sampledOn)) {
			throw new RuleBroken("trace.test.laboratory-not-accredited", laboratory.name(), sampledOn.toString())
				.at("laboratory");
		}
		return laboratory;
	}

}
