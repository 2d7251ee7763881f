package cn.jinfu.traceability.flow;

/** Why a record is wrong: 数据有误, 没有发生. */
public enum StepMistake {

	INCORRECT_DATA, DID_NOT_OCCUR

}
