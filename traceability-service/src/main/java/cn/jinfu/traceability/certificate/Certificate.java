package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.traceability.lot.PassingTests;
import cn.jinfu.traceability.lot.TraceLot;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * The producer's promise for one lot (农产品质量安全承诺达标合格证管理办法, 农业农村部令 2025 年第 4 号). Never
 * changes once issued; a wrong one is voided and issued anew. The database holds the
 * same.
 */
@Entity
@Table(name = "trace_certificate")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Certificate extends Aggregate<Certificate> {

	/** 质量安全控制符合要求, 自行检测合格, 委托检测合格. */
	public enum CertificateBasis {

		CONTROL, SELF_TEST, LAB_TEST

	}

	/** 有效, 已作废. */
	public enum CertificateStatus {

		ISSUED, VOID

	}

	private String number;

	/** What the picture on the paper holds: signed, cannot be guessed. */
	private String code;

	private UUID lotId;

	private UUID memberId;

	private String productName;

	private BigDecimal kg;

	private String origin;

	private String producer;

	private String contact;

	/** The phone printed on it, sealed for the person who issued it. */
	private @Nullable String phoneSealed;

	private @Nullable UUID phonePerson;

	private LocalDate issuedOn;

	private boolean byControl;

	private boolean bySelfTest;

	private boolean byLabTest;

	private @Nullable UUID testId;

	@Enumerated(EnumType.STRING)
	private CertificateStatus status;

	private @Nullable String voidReason;

	private @Nullable Instant voidedAt;

	/** Number for people, code for the picture. */
	record Marks(String number, String code) {
	}

	/**
	 * @param contact name and masked phone
	 */
	record Contact(String contact, @Nullable UUID person, @Nullable String phoneSealed) {
	}

	/**
	 * @param test the passing result that speaks for the lot, if there is one
	 */
	static Certificate issue(Marks marks, TraceLot lot, Contact contact, BigDecimal kg, Set<CertificateBasis> basis,
			PassingTests.@Nullable Speaking test, LocalDate on) {
		lot.requireSellable();
		if (basis.isEmpty()) {
			throw new RuleBroken("trace.certificate.no-basis").at("basis");
		}
		var named = basis.contains(CertificateBasis.SELF_TEST) || basis.contains(CertificateBasis.LAB_TEST);
		if (named && test == null) {
			throw new RuleBroken("trace.certificate.no-test").at("basis");
		}
		if (test != null && basis.contains(test.own() ? CertificateBasis.LAB_TEST : CertificateBasis.SELF_TEST)) {
			throw new RuleBroken("trace.certificate.other-test").at("basis");
		}
		if (kg.signum() <= 0 || kg.compareTo(lot.kg()) > 0) {
			throw new RuleBroken("trace.certificate.above-lot", kg, lot.kg()).at("kg");
		}
		var certificate = new Certificate();
		certificate.number = marks.number();
		certificate.code = marks.code();
		certificate.lotId = lot.id();
		certificate.memberId = lot.memberId();
		certificate.productName = lot.cropName();
		certificate.kg = kg;
		certificate.origin = lot.origin();
		certificate.producer = lot.producer();
		certificate.contact = contact.contact();
		certificate.phoneSealed = contact.phoneSealed();
		certificate.phonePerson = contact.person();
		certificate.issuedOn = on;
		certificate.byControl = basis.contains(CertificateBasis.CONTROL);
		certificate.bySelfTest = basis.contains(CertificateBasis.SELF_TEST);
		certificate.byLabTest = basis.contains(CertificateBasis.LAB_TEST);
		certificate.testId = (named && test != null) ? test.testId() : null;
		certificate.status = CertificateStatus.ISSUED;
		return certificate;
	}

	void voidIt(String reason, Instant at) {
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		if (status == CertificateStatus.VOID) {
			throw new WrongState("trace.certificate.void", number);
		}
		status = CertificateStatus.VOID;
		voidReason = reason;
		voidedAt = at;
	}

}
