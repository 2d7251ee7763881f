package cn.jinfu.platform.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.MachineClients.Profile;
import cn.jinfu.platform.security.PartnerCertificate;
import cn.jinfu.platform.security.PartnerPlaces;
import cn.jinfu.platform.twopeople.PlatformFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The machines of the current federation; the table is read before a tenant is known. */
@Component
@Transactional
@RequiredArgsConstructor
class ClientDesk {

	/**
	 * @param addresses networks from which alone it calls, separated by blanks
	 * @param certificates that it holds: one, or two while it changes
	 */
	public record Door(Profile profile, String addresses, List<PartnerCertificate> certificates) {
	}

	/**
	 * What somebody typed of a certificate.
	 *
	 * @param words the certificate as PEM, or the SHA-256 of it; empty for none
	 * @param lastDay needed with the hash alone
	 */
	public record Shown(@Nullable String words, @Nullable LocalDate lastDay) {
	}

	/** A change of the door that waits for a second person. */
	public record Wanted(Door door, UUID by, String name, Instant at, boolean mine) {
	}

	/**
	 * @param bound whether its tokens must be bound to a key (RFC 9449)
	 */
	public record Line(String clientId, UUID id, String name, String scopes, boolean active, boolean bound,
			Instant createdAt, Door door, @Nullable Wanted wanted) {
	}

	private static final String ADMIT = "hasAuthority('platform:client:admit')";

	/** Who may read cases is a bank; the signed header is of their interface alone. */
	private static final String BANKS = "cases.read";

	private static final int MOST_ADDRESSES = 10;

	private final JdbcClient sql;

	private final Audit audit;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('platform:client:view')")
	public List<Line> all() {
		var me = Actor.current().personId();
		return lines().stream().map(it -> it.wanted() == null ? it : seenBy(me, it, it.wanted())).toList();
	}

	private static Line seenBy(UUID me, Line it, Wanted wanted) {
		return new Line(it.clientId(), it.id(), it.name(), it.scopes(), it.active(), it.bound(), it.createdAt(),
				it.door(), new Wanted(wanted.door(), wanted.by(), wanted.name(), wanted.at(), me.equals(wanted.by())));
	}

	@PreAuthorize("hasAuthority('platform:client:view')")
	public Line require(String clientId) {
		return all().stream()
			.filter(it -> it.clientId().equals(clientId))
			.findFirst()
			.orElseThrow(() -> new NotFound("platform.client.unknown"));
	}

	/** Without asking who reads. */
	List<Line> lines() {
		return sql.sql("""
				select client_id, id, name, scopes, active, bound, created_at, profile, addresses, certificates,
				       wanted_profile, wanted_addresses, wanted_certificates, wanted_by, wanted_name, wanted_at
				  from platform_client where tenant_id = ? order by client_id""")
			.param(Tenant.require())
			.query((row, n) -> new Line(row.getString(1), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getBoolean(5), row.getBoolean(6), row.getTimestamp(7).toInstant(),
					new Door(Profile.valueOf(row.getString(8)), row.getString(9),
							PartnerCertificate.read(row.getString(10))),
					wanted(row)))
			.list();
	}

	private static @Nullable Wanted wanted(ResultSet row) throws SQLException {
		var profile = row.getString(11);
		return (profile == null) ? null
				: new Wanted(
						new Door(Profile.valueOf(profile), row.getString(12),
								PartnerCertificate.read(row.getString(13))),
						row.getObject(14, UUID.class), row.getString(15), row.getTimestamp(16).toInstant(), false);
	}

	/** The first of two people: nothing changes yet. */
	@PreAuthorize(ADMIT)
	public void propose(String clientId, Profile profile, String addresses, Shown certificate, Shown next) {
		var line = require(clientId);
		var door = checked(profile, addresses, certificates(certificate, next));
		if (profile == Profile.GATEWAY && !List.of(line.scopes().split(" ")).contains(BANKS)) {
			throw new RuleBroken("platform.client.gateway-banks").at("profile");
		}
		if (door.equals(line.door())) {
			throw new RuleBroken("platform.client.already").at("profile");
		}
		sql.sql("""
				update platform_client set wanted_profile = ?, wanted_addresses = ?, wanted_certificates = ?,
				       wanted_by = ?, wanted_name = ?, wanted_at = clock_timestamp()
				 where client_id = ? and tenant_id = ?""")
			.param(door.profile().name())
			.param(door.addresses())
			.param(PartnerCertificate.written(door.certificates()))
			.param(Actor.current().personId())
			.param(Actor.current().displayName())
			.param(clientId)
			.param(Tenant.require())
			.update();
		audit.record("propose-client-profile", "Client", line.id(), clientId + " " + words(door));
	}

	/** Another person; what was proposed counts from the next call on. */
	@PreAuthorize(ADMIT)
	public void confirm(String clientId) {
		var wanted = locked(clientId);
		PlatformFourEyes.CONFIRM_CLIENT.requireOther("platform.client.four-eyes", Actor.current().personId(),
				wanted.by());
		sql.sql("""
				update platform_client set profile = wanted_profile, addresses = wanted_addresses,
				       certificates = wanted_certificates, agreed_by = ?
				 where client_id = ? and tenant_id = ?""")
			.params(Actor.current().personId(), clientId, Tenant.require())
			.update();
		clear(clientId);
		audit.record("confirm-client-profile", "Client", require(clientId).id(), clientId + " " + words(wanted.door()));
	}

	/** One person is enough to let it be as it is. */
	@PreAuthorize(ADMIT)
	public void withdraw(String clientId) {
		var wanted = locked(clientId);
		clear(clientId);
		audit.record("withdraw-client-profile", "Client", require(clientId).id(),
				clientId + " " + words(wanted.door()));
	}

	private Wanted locked(String clientId) {
		sql.sql("select 1 from platform_client where client_id = ? and tenant_id = ? for update")
			.params(clientId, Tenant.require())
			.query(Integer.class)
			.optional();
		var wanted = require(clientId).wanted();
		if (wanted == null) {
			throw new RuleBroken("platform.client.nothing-proposed");
		}
		return wanted;
	}

	private void clear(String clientId) {
		sql.sql("""
				update platform_client set wanted_profile = null, wanted_addresses = null, wanted_certificates = null,
				       wanted_by = null, wanted_name = null, wanted_at = null
				 where client_id = ? and tenant_id = ?""").params(clientId, Tenant.require()).update();
	}

	private static List<PartnerCertificate> certificates(Shown certificate, Shown next) {
		var result = new ArrayList<PartnerCertificate>();
		certificate(certificate, "certificate").ifPresent(result::add);
		certificate(next, "next").ifPresent(result::add);
		if (result.size() == 2 && result.getFirst().sha256().equals(result.getLast().sha256())) {
			throw new RuleBroken("platform.client.certificate-twice").at("next");
		}
		return List.copyOf(result);
	}

	private static Optional<PartnerCertificate> certificate(Shown shown, String field) {
		var words = (shown.words() != null) ? shown.words().strip() : "";
		if (words.isEmpty()) {
			return Optional.empty();
		}
		var it = PartnerCertificate.typed(words, shown.lastDay())
			.orElseThrow(() -> new RuleBroken("platform.client.certificate").at(field));
		if (it.lastDay() == null) {
			throw new RuleBroken("platform.client.certificate-end").at(field + "To");
		}
		if (it.over(LocalDate.now(BusinessClock.ZONE))) {
			throw new RuleBroken("platform.client.certificate-over", String.valueOf(it.lastDay())).at(field);
		}
		return Optional.of(it);
	}

	private static Door checked(Profile profile, String addresses, List<PartnerCertificate> certificates) {
		var list = List.of(addresses.strip().split("[\\s,]+"));
		var words = String.join(" ", list);
		if (list.size() > MOST_ADDRESSES || (!words.isEmpty() && !PartnerPlaces.areFixed(words))) {
			throw new RuleBroken("platform.client.addresses", MOST_ADDRESSES).at("addresses");
		}
		if (profile == Profile.GATEWAY && words.isEmpty() && certificates.isEmpty()) {
			throw new RuleBroken("platform.client.gateway-place").at("addresses");
		}
		return new Door(profile, words, certificates);
	}

	private static String words(Door door) {
		return door.profile() + " [" + door.addresses() + "] "
				+ (door.certificates().isEmpty() ? "-" : PartnerCertificate.written(door.certificates()));
	}

	/**
	 * Counts from the next request on; a plain token that it still holds is out at once.
	 */
	@PreAuthorize("hasAuthority('platform:client:bind')")
	public void bind(String clientId, boolean bound) {
		var line = require(clientId);
		var changed = sql
			.sql("update platform_client set bound = ? where client_id = ? and tenant_id = ? and bound <> ?")
			.params(bound, clientId, Tenant.require(), bound)
			.update();
		if (changed == 0) {
			throw new RuleBroken("platform.client.already").at("bound");
		}
		audit.record("bind-client", "Client", line.id(), clientId + " " + bound);
	}

}
