package cn.jinfu.traceability.flow;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.lot.LotKind;

/** 合并, 拆分, 包装, 加工. */
public enum StepKind {

	MIX(LotKind.MIXED), SPLIT(LotKind.SPLIT), PACK(LotKind.PACKED), PROCESS(LotKind.PROCESSED);

	private final LotKind makes;

	StepKind(LotKind makes) {
		this.makes = makes;
	}

	LotKind makes() {
		return makes;
	}

	/** Mixing makes one of several, splitting several of one. */
	void requireShape(int inputs, int outputs) {
		if (inputs < 1 || outputs < 1) {
			throw new RuleBroken("trace.step.empty");
		}
		if (this == MIX && (inputs < 2 || outputs != 1)) {
			throw new RuleBroken("trace.step.mix-shape");
		}
		if (this == SPLIT && (inputs != 1 || outputs < 2)) {
			throw new RuleBroken("trace.step.split-shape");
		}
	}

	/** Only a recipe makes another product of it. */
	boolean keepsProduct() {
		return this != PROCESS;
	}

}
