package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.traceability.lot.LotDocument.ChainStep;
import cn.jinfu.traceability.lot.LotDocument.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a page lists the steps of a lot mixed of very many. */
class ChainTests {

	private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

	@Test
	void ofOneKindTheFirstAreListedAndTheRestAreCounted() {
		var steps = new ArrayList<Step>();
		for (int i = 0; i < 30; i++) {
			steps.add(new Step(ChainStep.HARVEST, DAY.plusDays(i), List.of("1"), i == 29));
		}
		steps.add(Step.missing(ChainStep.TEST));
		steps.add(new Step(ChainStep.PACK, DAY, List.of("x", "1"), false));
		var chain = document(steps).chain();
		assertThat(chain.more()).isEqualTo(10);
		assertThat(chain.steps()).hasSize(22);
		assertThat(chain.steps().getFirst().kind()).isEqualTo(ChainStep.PACK);
		assertThat(chain.steps().getLast()).as("missing is said").isEqualTo(Step.missing(ChainStep.TEST));
		assertThat(chain.steps()).as("late is never hidden").contains(steps.get(29));
		assertThat(chain.steps().get(2).on()).isAfter(chain.steps().get(3).on());
	}

	@Test
	void aChainOfOrdinaryLengthIsWhole() {
		var steps = List.of(new Step(ChainStep.HARVEST, DAY, List.of("1"), false), Step.missing(ChainStep.CERTIFICATE));
		assertThat(document(steps).chain()).isEqualTo(new LotDocument.Chain(steps.reversed(), 0));
	}

	private static LotDocument document(List<Step> steps) {
		return new LotDocument("L", "x", "x", null, null, "x", "x", DAY, BigDecimal.ONE, "RELEASED", null, DAY, null,
				null, steps, 50, null, null, null, null, null, null, null);
	}

}
