package cn.jinfu.member.organisation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
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

	private static final String JOIN = """
			insert into member_membership (id, tenant_id, version, member_id, organisation_id, from_on)
			values (?, jf_tenant(), 0, ?, ?, ?) on conflict do nothing""";

	private final Organisations organisations;

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

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

	/** A member who comes in on a day, with the place where it belongs. */
	public record Joining(UUID memberId, DivisionCode division, LocalDate on) {
	}

	/** Into the county's federation and the townships', where they exist. */
	public void join(List<Joining> newcomers) {
		var root = organisations.findByParentIdIsNull();
		var townships = new HashMap<DivisionCode, Optional<Organisation>>();
		var rows = new ArrayList<Object[]>();
		for (var it : newcomers) {
			var township = townships.computeIfAbsent(new DivisionCode(it.division().value().substring(0, 9)),
					this::township);
			Stream.of(root, township)
				.flatMap(Optional::stream)
				.forEach(joined -> rows.add(new Object[] { Ids.next(), it.memberId(), joined.id(), it.on() }));
		}
		jdbc.batchUpdate(JOIN, rows);
	}

	/** A repeat changes nothing. */
	public void join(UUID memberId, UUID organisationId, LocalDate on) {
		jdbc.update(JOIN, Ids.next(), memberId, organisations.require(organisationId).id(), on);
	}

	public void leave(UUID memberId, UUID organisationId, LocalDate on) {
		sql.sql("""
				update member_membership set to_on = greatest(from_on, ?), version = version + 1
				 where member_id = ? and organisation_id = ? and to_on is null""")
			.params(on, memberId, organisationId)
			.update();
	}

	private Optional<Organisation> township(DivisionCode township) {
		return organisations.findFirstByKindAndDivisionCodeAndClosedOnIsNull(OrganisationKind.TOWNSHIP, township);
	}

}
