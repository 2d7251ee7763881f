package cn.jinfu.member.organisation;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Founds organisations and binds members to them, inside the caller's transaction and
 * behind its permission.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class OrganisationDesk {

	private final Organisations organisations;

	private final JdbcClient sql;

	public UUID foundRoot(String name, DivisionCode division, @Nullable String contactPhone,
			@Nullable LocalDate foundedOn) {
		return organisations.saveAndFlush(Organisation.root(name, division, contactPhone, foundedOn)).id();
	}

	public UUID found(UUID parentId, OrganisationKind kind, String name, DivisionCode division,
			@Nullable String contactPhone, @Nullable LocalDate foundedOn) {
		return organisations
			.saveAndFlush(
					Organisation.below(organisations.require(parentId), kind, name, division, contactPhone, foundedOn))
			.id();
	}

	/** Into the county's federation and the township's, where they exist. */
	public void join(UUID memberId, DivisionCode division, LocalDate on) {
		organisations.findByParentIdIsNull().ifPresent(root -> join(memberId, root.id(), on));
		township(division).ifPresent(township -> join(memberId, township.id(), on));
	}

	/** A repeat changes nothing. */
	public void join(UUID memberId, UUID organisationId, LocalDate on) {
		sql.sql("""
				insert into member_membership (id, tenant_id, version, member_id, organisation_id, from_on)
				values (?, jf_tenant(), 0, ?, ?, ?) on conflict do nothing""")
			.params(Ids.next(), memberId, organisations.require(organisationId).id(), on)
			.update();
	}

	public void leave(UUID memberId, UUID organisationId, LocalDate on) {
		sql.sql("""
				update member_membership set to_on = greatest(from_on, ?), version = version + 1
				 where member_id = ? and organisation_id = ? and to_on is null""")
			.params(on, memberId, organisationId)
			.update();
	}

	private Optional<Organisation> township(DivisionCode division) {
		return organisations.findFirstByKindAndDivisionCodeAndClosedOnIsNull(OrganisationKind.TOWNSHIP,
				new DivisionCode(division.value().substring(0, 9)));
	}

}
