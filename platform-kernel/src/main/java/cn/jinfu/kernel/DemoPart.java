package cn.jinfu.kernel;

/** A module's share of the demo federation; loaded once into an empty database. */
public interface DemoPart {

	/**
	 * Ascending: member 100, production 200, supply 300, traceability 400, credit 500.
	 */
	int order();

	/** Runs inside the tenant, as the platform itself. */
	void load(DemoWorld world);

}
