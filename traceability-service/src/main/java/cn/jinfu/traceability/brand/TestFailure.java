package cn.jinfu.traceability.brand;

import cn.jinfu.production.PlantingFacts;
import cn.jinfu.traceability.residue.ResidueCommands.TestCounted;
import lombok.RequiredArgsConstructor;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A failed result stops the licence in the transaction that confirms it. What a farm
 * found with its own quick test only holds its lots: whoever tells on himself keeps his
 * licence.
 */
@Component
@RequiredArgsConstructor
class TestFailure {

	private final LicenceDesk desk;

	private final PlantingFacts plantings;

	@EventListener
	void on(TestCounted test) {
		if (!test.passed() && test.accredited()) {
			plantings.find(test.plantingId()).ifPresent(it -> desk.suspendFor(it.memberId(), it.crop(), test.number()));
		}
	}

}
