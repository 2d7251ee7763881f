package cn.jinfu.credit.partner;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Tenant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The federation's own keys for its answers to banks, one for each algorithm, drawn when
 * first needed and kept sealed.
 */
@Component
class PlatformKeys {

	private static final String FIELD = "message-key";

	/** What signs, and in base 64 what verifies. */
	record Own(String kid, SignatureAlgorithm algorithm, byte[] own, String open) {
	}

	private final JdbcClient sql;

	private final PersonalData seals;

	private final TransactionTemplate apart;

	private final ConcurrentHashMap<String, Own> known = new ConcurrentHashMap<>();

	PlatformKeys(JdbcClient sql, PersonalData seals, PlatformTransactionManager transactions) {
		this.sql = sql;
		this.seals = seals;
		this.apart = new TransactionTemplate(transactions);
		this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	Own of(SignatureAlgorithm algorithm) {
		var place = Tenant.require() + "/" + algorithm;
		var own = known.get(place);
		if (own == null) {
			own = Objects.requireNonNull(apart.execute(_ -> read(algorithm).orElseGet(() -> draw(algorithm))));
			known.put(place, own);
		}
		return own;
	}

	/** For whoever verifies. */
	List<Own> all() {
		return Stream.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.SM2_SM3).map(this::of).toList();
	}

	private Optional<Own> read(SignatureAlgorithm algorithm) {
		return sql.sql("select id, kid, public_key, private_key from credit_platform_key where algorithm = ?")
			.param(algorithm.name())
			.query((row, n) -> new Own(row.getString(2), algorithm,
					Base64.getDecoder().decode(seals.use(row.getObject(1, UUID.class), row.getString(4))),
					row.getString(3)))
			.optional();
	}

	/** Of two who draw at once one is kept. */
	private Own draw(SignatureAlgorithm algorithm) {
		var pair = algorithm.draw();
		var id = Ids.next();
		sql.sql("""
				insert into credit_platform_key (id, tenant_id, kid, algorithm, public_key, private_key)
				values (?, ?, ?, ?, ?, ?) on conflict (tenant_id, algorithm) do nothing""")
			.param(id)
			.param(Tenant.require())
			.param("jinfu-" + HexFormat.of().formatHex(MessageSignature.sha256(pair.open()), 0, 6))
			.param(algorithm.name())
			.param(Base64.getEncoder().encodeToString(pair.open()))
			.param(seals.seal(id, FIELD, Base64.getEncoder().encodeToString(pair.own())))
			.update();
		return read(algorithm).orElseThrow();
	}

}
