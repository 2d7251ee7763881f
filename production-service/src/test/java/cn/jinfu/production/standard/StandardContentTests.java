package cn.jinfu.production.standard;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.standard.StandardContent.Limit;
import cn.jinfu.production.standard.StandardContent.Range;
import cn.jinfu.production.standard.StandardContent.Stage;
import cn.jinfu.production.standard.StandardContent.Task;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StandardContentTests {

	@Test
	void stagesMayTouchButNotOverlap() {
		assertThat(new StandardContent(List.of(stage("b", 11, 20), stage("a", 0, 10)), List.of()).stages())
			.extracting(Stage::name)
			.containsExactly("a", "b");
		refused("production.standard.stage-overlap",
				() -> new StandardContent(List.of(stage("a", 0, 10), stage("b", 10, 20)), List.of()));
		refused("production.standard.stage-twice",
				() -> new StandardContent(List.of(stage("a", 0, 10), stage("a", 11, 20)), List.of()));
		refused("production.standard.stage-missing", () -> new StandardContent(List.of(), List.of()));
		refused("production.standard.stage-days", () -> stage("a", 5, 4));
		refused("production.standard.stage-days", () -> stage("a", 0, 3651));
		refused("production.standard.stage-name", () -> stage(" ", 0, 1));
	}

	@Test
	void aTaskStaysWithinItsStage() {
		refused("production.standard.task-outside", () -> stage("a", 5, 10, new Task(OperationKind.WEED, "x", 4, 6)));
		refused("production.standard.task-outside", () -> stage("a", 5, 10, new Task(OperationKind.WEED, "x", 5, 11)));
		refused("production.standard.task-days", () -> new Task(OperationKind.WEED, "x", 6, 5));
		refused("production.standard.task-name", () -> new Task(OperationKind.WEED, "", 5, 6));
		assertThat(stage("a", 5, 10, new Task(OperationKind.WEED, "x", 5, 10)).tasks()).hasSize(1);
	}

	@Test
	void aLimitLimitsSomethingBySomething() {
		refused("production.standard.limit-what", () -> new Limit(null, null, null, BigDecimal.ONE, InputUnit.G, null));
		refused("production.standard.limit-how", () -> new Limit("x", null, null, null, null, null));
		refused("production.standard.limit-how", () -> new Limit("x", null, null, BigDecimal.ZERO, InputUnit.G, null));
		refused("production.standard.limit-how", () -> new Limit("x", null, null, null, null, -1));
		refused("production.standard.limit-unit", () -> new Limit("x", null, null, BigDecimal.ONE, null, null));
		refused("production.standard.limit-unit", () -> new Limit("x", null, null, null, InputUnit.G, 1));
		refused("production.standard.limit-twice",
				() -> new StandardContent(List.of(stage("a", 0, 1)), List.of(times("x", 1), times("x", 2))));
		assertThat(times("x", 0).maxTimes()).isZero();
	}

	@Test
	void aRangeHasItsLowBelowItsHigh() {
		refused("production.standard.range-bounds", () -> new Range("t", 5.0, 5.0));
		refused("production.standard.range-bounds", () -> new Range("t", null, null));
		refused("production.standard.range-bounds", () -> new Range("t", Double.NaN, 5.0));
		refused("production.standard.range-key", () -> new Range("1t", 1.0, 5.0));
		refused("production.standard.range-twice", () -> new Stage("a", 0, 1, List.of(), List.of(),
				List.of(new Range("t", 1.0, null), new Range("t", null, 2.0))));
	}

	@Test
	void aUseIsHeldAgainstEachLimitAndUnitsAreNeverMixed() {
		var stage = new OffStandard.Applied("a", "x", new BigDecimal("50"), InputUnit.G, 1, 1);
		var season = new OffStandard.Applied(null, "x", new BigDecimal("80"), InputUnit.G, 2, 3);
		assertThat(OffStandard.of(List.of(stage, season), new BigDecimal("50"), InputUnit.G))
			.extracting(OffStandard::finding)
			.containsExactly(StandardFinding.SEASON_TIMES);
		assertThat(OffStandard.of(List.of(stage, season), new BigDecimal("80.000001"), InputUnit.G))
			.extracting(OffStandard::finding)
			.containsExactly(StandardFinding.STAGE_DOSE, StandardFinding.SEASON_DOSE, StandardFinding.SEASON_TIMES);
		assertThat(OffStandard.of(List.of(stage), new BigDecimal("500"), InputUnit.ML)).isEmpty();
		var never = new OffStandard.Applied("a", "x", null, null, 0, 1);
		assertThat(OffStandard.of(List.of(never), BigDecimal.ONE, InputUnit.ML)).extracting(OffStandard::finding)
			.containsExactly(StandardFinding.STAGE_TIMES);
	}

	private static Limit times(String substance, int times) {
		return new Limit(substance, null, null, null, null, times);
	}

	private static Stage stage(String name, int from, int to, Task... tasks) {
		return new Stage(name, from, to, List.of(tasks), List.of(), List.of());
	}

	private static void refused(String code, Supplier<?> call) {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(call::get)
			.satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
	}

}
