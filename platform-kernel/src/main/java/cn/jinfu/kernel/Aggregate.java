package cn.jinfu.kernel;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * What every aggregate root has: an identifier that it draws itself, its tenant (filled
 * by Hibernate), a version against lost updates, and events that leave on save.
 */
@MappedSuperclass
public abstract class Aggregate<A extends Aggregate<A>> extends AbstractAggregateRoot<A> {

	@Id
	private UUID id = Ids.next();

	@TenantId
	@Column(name = "tenant_id", updatable = false)
	private @Nullable String tenantId;

	/** Null until first saved: that is how the repository tells new from known. */
	@Version
	private @Nullable Long version;

	protected Aggregate() {
	}

	/** For an identity that the caller already promised to somebody else. */
	protected Aggregate(UUID id) {
		this.id = id;
	}

	public UUID id() {
		return id;
	}

	/** The tenant's code; the thread's own before the first save. */
	public String tenantId() {
		return (tenantId != null) ? tenantId : Tenant.require();
	}

	/** Zero before the first save. */
	public long version() {
		return (version != null) ? version : 0;
	}

	/**
	 * @param seen the version on the page from which the command was given
	 * @throws Refusal.Stale when somebody else has changed this since
	 */
	@SuppressWarnings("unchecked")
	public A seenAt(long seen) {
		if (seen != version()) {
			throw new Refusal.Stale("kernel.stale");
		}
		return (A) this;
	}

}
