package cn.jinfu.kernel;

/** Something that happened in one federation. Events carry ids and values only. */
public interface TenantEvent {

	String tenantId();

}
