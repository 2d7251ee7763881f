package cn.jinfu.credit.application;

/** 行业: the divisions of agriculture in GB/T 4754-2017. */
public enum Industry {

	A01, A02, A03, A04, A05

}
