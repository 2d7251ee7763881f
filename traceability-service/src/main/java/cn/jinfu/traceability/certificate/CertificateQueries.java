package cn.jinfu.traceability.certificate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.certificate.Certificate.CertificateStatus;
import cn.jinfu.traceability.code.CodePaths;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Certificates within the reader's reach. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class CertificateQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable CertificateStatus status, @Nullable UUID memberId,
			@Nullable String after, int limit) {
	}

	private static final String FROM = """
			  from trace_certificate c join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
			""";

	private static final String WHERE = """
			 where (:q = '' or c.number ilike '%' || :q || '%' or c.producer like '%' || :q || '%'
			        or c.product_name like '%' || :q || '%' or l.lot_code ilike '%' || :q || '%')
			   and (:status = '' or c.status = :status) and (:member = '' or c.member_id = nullif(:member, '')::uuid) and
			"""
			+ Reach.on("c", "l");

	private final JdbcClient sql;

	private final PersonalData vault;

	private final MessageSource messages;

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<CertificateView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind("select c.*, l.lot_code" + FROM + WHERE + """
				 and (:afterDay = '' or (c.issued_on, c.number) < (cast(nullif(:afterDay, '') as date), :afterNo))
				order by c.issued_on desc, c.number desc limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterNo", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, _) -> view(row))
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(rows, filter.limit(), total, it -> Cursor.of(it.issuedOn(), it.number()));
	}

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public CertificateView view(UUID certificateId) {
		return read("c.*, l.lot_code", certificateId, CertificateQueries::view);
	}

	/**
	 * As printed: whoever issued it also sees the telephone number he put on it, which is
	 * recorded as a reading; others see it masked.
	 */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public String contact(UUID certificateId) {
		record Sealed(String contact, @Nullable UUID person, @Nullable String phone) {
		}
		var sealed = read("c.contact, c.phone_person, c.phone_sealed", certificateId,
				row -> new Sealed(row.getString(1), row.getObject(2, UUID.class), row.getString(3)));
		var phone = sealed.phone();
		var person = sealed.person();
		if (person != null && vault.destroyed(person)) {
			return sealed.contact().replaceFirst("\\S+$", erased());
		}
		if (phone == null || person == null || !person.equals(Actor.current().personId())) {
			return sealed.contact();
		}
		return sealed.contact().replaceFirst("\\S+$", vault.open(person, phone, "trace.certificate.print"));
	}

	private String erased() {
		return String.valueOf(messages.getMessage("kernel.erased", null, LocaleContextHolder.getLocale()));
	}

	private interface Reading<T> {

		T of(ResultSet row) throws SQLException;

	}

	private <T> T read(String columns, UUID certificateId, Reading<T> reading) {
		return sql.sql("select " + columns + FROM + " where c.id = :id and" + Reach.on("c", "l"))
			.param("id", certificateId)
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.query((row, _) -> reading.of(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.certificate.not-found", certificateId));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static CertificateView view(ResultSet row) throws SQLException {
		var kg = row.getBigDecimal("kg").stripTrailingZeros();
		var voided = row.getTimestamp("voided_at");
		return new CertificateView(row.getObject("id", UUID.class), row.getString("number"),
				row.getObject("lot_id", UUID.class), row.getString("lot_code"), row.getObject("member_id", UUID.class),
				row.getString("product_name"), (kg.scale() < 0) ? kg.setScale(0) : kg, row.getString("origin"),
				row.getString("producer"), row.getString("contact"), row.getObject("issued_on", LocalDate.class),
				basis(row), row.getObject("test_id", UUID.class), CertificateStatus.valueOf(row.getString("status")),
				row.getString("void_reason"), (voided != null) ? voided.toInstant() : null,
				CodePaths.certificate(String.valueOf(row.getString("code"))), row.getLong("version"));
	}

	private static List<CertificateBasis> basis(ResultSet row) throws SQLException {
		var basis = new ArrayList<CertificateBasis>();
		if (row.getBoolean("by_control")) {
			basis.add(CertificateBasis.CONTROL);
		}
		if (row.getBoolean("by_self_test")) {
			basis.add(CertificateBasis.SELF_TEST);
		}
		if (row.getBoolean("by_lab_test")) {
			basis.add(CertificateBasis.LAB_TEST);
		}
		return basis;
	}

}
