package cn.jinfu.production.statistics;

/**
 * What is added up of inputs: N, P2O5, K2O and active substance, in kg; and the uses that
 * cannot be, because nobody told what the input holds, or because it is counted in
 * another unit than its content.
 */
public enum InputMeasure {

	N, P, K, ACTIVE, UNTOLD

}
