package cn.jinfu.credit.letter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.partner.PlatformSeal;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * Letters. Signed when they are issued and never changed; whether one stands follows from
 * its term and from where its case is.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class LetterBook {

	/** A recommendation stands for so many days. */
	static final int RECOMMENDATION_DAYS = 60;

	private static final String TYPE = "Letter";

	/** No look-alikes: it may be typed from paper. */
	private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

	private static final int CODE_LENGTH = 12;

	/** States of a case in which its letters have no more use. */
	private static final Set<String> VOID = Set.of("DRAFT", "RETURNED", "REJECTED", "WITHDRAWN", "DECLINED");

	private static final SecureRandom RANDOM = new SecureRandom();

	public enum Kind {

		RECOMMENDATION, GUARANTEE

	}

	/** Whether a letter stands today. */
	public enum Standing {

		VALID, OVER, VOID, BROKEN,
		/** It counts when it is back with its stamp. */
		UNSTAMPED

	}

	/**
	 * What is put in writing.
	 *
	 * @param needsStamp whether it counts only when it is back with its stamp
	 */
	public record Draft(Kind kind, String letterNo, UUID applicationId, UUID memberId, String holder, String bank,
			String product, Money amount, int months, String preparedBy, String reviewedBy, LocalDate validTo,
			boolean needsStamp) {
	}

	/** A letter is back with its stamp. */
	public record Stamped(UUID applicationId) {
	}

	/**
	 * A letter as it is shown.
	 *
	 * @param prepared and reviewed are the names on its lines
	 */
	public record Letter(UUID id, Kind kind, String letterNo, String verifyCode, UUID applicationId, String caseNo,
			UUID memberId, String holder, String bank, Money amount, List<String> body, String sha256,
			String preparedBy, String reviewedBy, Instant issuedAt, LocalDate validTo, Standing standing,
			@Nullable UUID scanFile, @Nullable String scanSha256, @Nullable String scannedBy,
			@Nullable Instant scannedAt) {
	}

	private static final String SELECT = """
			select l.id, l.kind, l.letter_no, l.verify_code, l.application_id, a.no, l.member_id, l.holder, l.bank, l.amount,
			       l.body, l.sha256, l.prepared_by, l.reviewed_by, l.issued_at, l.valid_to, a.status, a.recommendation_no,
			       l.signature_kid, l.signature, l.scan_file, l.scan_sha256, l.scanned_by, l.scanned_at, g.letter_no,
			       l.needs_stamp
			  from credit_letter l join credit_application a on a.tenant_id = l.tenant_id and a.id = l.application_id
			  left join credit_guarantee g on g.tenant_id = a.tenant_id and g.id = a.guarantee_id
			""";

	private final JdbcClient sql;

	private final PlatformSeal seal;

	private final FileStore files;

	private final MessageSource messages;

	private final ApplicationEventPublisher events;

	private final Audit audit;

	private final BusinessClock clock;

	/** In the transaction of the decision that it puts in writing. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void issue(Draft draft) {
		var args = new Object[] { draft.letterNo(), draft.holder(), draft.bank(), draft.product(),
				draft.amount().yuan().toPlainString(), String.valueOf(draft.months()), draft.validTo().toString(),
				clock.today().toString() };
		var body = String
			.valueOf(messages.getMessage("credit.letter.body." + draft.kind(), args, Locale.SIMPLIFIED_CHINESE));
		var signature = seal.sign(body);
		var id = Ids.next();
		sql.sql("""
				insert into credit_letter (id, tenant_id, kind, letter_no, verify_code, application_id, member_id, holder,
				  bank, amount, body, sha256, signature_kid, signature, prepared_by, reviewed_by, issued_at, valid_to, needs_stamp)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), draft.kind().name(), draft.letterNo(), code(), draft.applicationId(),
					draft.memberId(), draft.holder(), draft.bank(), draft.amount().yuan(), body, sha256(body),
					signature.kid(), signature.value(), draft.preparedBy(), draft.reviewedBy(),
					Timestamp.from(clock.now()), draft.validTo(), draft.needsStamp())
			.update();
		audit.record("issue-letter", TYPE, id, draft.letterNo());
	}

	/** The last day of a recommendation that is issued today. */
	public LocalDate recommendationUntil() {
		return clock.today().plusDays(RECOMMENDATION_DAYS);
	}

	/** By whoever holds one; unknown codes all look the same. */
	@Transactional(readOnly = true)
	public Letter byCode(String code) {
		return sql.sql(SELECT + " where l.verify_code = ?")
			.param(code.strip().replace("-", "").toUpperCase(Locale.ROOT))
			.query(this::letter)
			.optional()
			.orElseThrow(() -> new NotFound("credit.letter.not-found"));
	}

	/** The farm's own, the newest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public List<Letter> own() {
		return sql.sql(SELECT + " where l.member_id = ? order by l.id desc limit 100")
			.param(Actor.current().memberId())
			.query(this::letter)
			.list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:application:open')")
	public List<Letter> ofCase(UUID applicationId) {
		return sql.sql(SELECT + " where l.application_id = ? order by l.id desc")
			.param(applicationId)
			.query(this::letter)
			.list();
	}

	/** A farm sees its own alone. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:own:view', 'credit:application:open')")
	public Letter require(UUID id) {
		var actor = Actor.current();
		return sql.sql(SELECT + " where l.id = ?")
			.param(id)
			.query(this::letter)
			.optional()
			.filter(it -> actor.may("credit:application:open") || it.memberId().equals(actor.memberId()))
			.orElseThrow(() -> new NotFound("credit.letter.not-found"));
	}

	/** Printed, stamped and scanned: kept beside what was signed, once. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:approve')")
	public void scanned(UUID id, @Nullable MultipartFile paper) {
		var letter = require(id);
		if (letter.scanFile() != null) {
			throw new WrongState("credit.letter.scanned");
		}
		if (paper == null || paper.isEmpty()) {
			throw new RuleBroken("credit.letter.paper").at("paper");
		}
		var file = files.store(FileStore.Kind.DOCUMENT, paper, FileStore.Visibility.MEMBER, letter.memberId())
			.orElseThrow();
		sql.sql("""
				update credit_letter set scan_file = ?, scan_sha256 = ?, scanned_by = ?, scanned_at = ?,
				       version = version + 1 where id = ?""")
			.params(file.fileId(), file.sha256(), Actor.current().displayName(), Timestamp.from(clock.now()), id)
			.update();
		audit.record("scan-letter", TYPE, id, file.sha256());
		events.publishEvent(new Stamped(letter.applicationId()));
	}

	/** Whether a letter that the case rests on is not back with its stamp. */
	@Transactional(readOnly = true)
	public boolean awaitsStamp(UUID applicationId) {
		return sql.sql(SELECT + " where l.application_id = ?")
			.param(applicationId)
			.query(this::letter)
			.list()
			.stream()
			.anyMatch(it -> it.standing() == Standing.UNSTAMPED);
	}

	private Letter letter(ResultSet row, int n) throws SQLException {
		var kind = Kind.valueOf(row.getString(2));
		var body = row.getString(11);
		var validTo = row.getObject(16, LocalDate.class);
		var scannedAt = row.getTimestamp(24);
		var replaced = !row.getString(3).equals(row.getString((kind == Kind.RECOMMENDATION) ? 18 : 25));
		var signed = sha256(body).equals(row.getString(12))
				&& seal.verifies(body, new PlatformSeal.Signature(row.getString(19), row.getString(20)));
		return new Letter(row.getObject(1, UUID.class), kind, row.getString(3), row.getString(4),
				row.getObject(5, UUID.class), row.getString(6), row.getObject(7, UUID.class), row.getString(8),
				row.getString(9), new Money(row.getBigDecimal(10)), body.lines().toList(), row.getString(12),
				row.getString(13), row.getString(14), row.getTimestamp(15).toInstant(), validTo,
				standing(signed, replaced || VOID.contains(row.getString(17)), validTo,
						row.getBoolean(26) && scannedAt == null),
				row.getObject(21, UUID.class), row.getString(22), row.getString(23),
				(scannedAt != null) ? scannedAt.toInstant() : null);
	}

	private Standing standing(boolean signed, boolean isVoid, LocalDate validTo, boolean unstamped) {
		if (!signed) {
			return Standing.BROKEN;
		}
		if (isVoid) {
			return Standing.VOID;
		}
		if (clock.today().isAfter(validTo)) {
			return Standing.OVER;
		}
		return unstamped ? Standing.UNSTAMPED : Standing.VALID;
	}

	private static String code() {
		var text = new StringBuilder();
		for (var n = 0; n < CODE_LENGTH; n++) {
			text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
		}
		return text.toString();
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
