package cn.jinfu.kernel;

/** The parts of the console, in the order of the work. */
public enum Section {

	MEMBER, PRODUCTION, SUPPLY, CREDIT, TRACE, NEWS, DATA, SYSTEM

}
