package cn.jinfu.kernel;

import java.util.List;

/** A module's steps that take two people. */
public interface FourEyesContribution {

	List<FourEyesStep> steps();

}
