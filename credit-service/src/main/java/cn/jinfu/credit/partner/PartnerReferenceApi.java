package cn.jinfu.credit.partner;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import cn.jinfu.credit.bank.BankText;
import cn.jinfu.credit.letter.LetterBook;
import cn.jinfu.credit.partner.PartnerReference.CalendarYear;
import cn.jinfu.credit.partner.PartnerReference.CodeTable;
import cn.jinfu.credit.partner.PartnerReference.LprQuotation;
import cn.jinfu.credit.partner.PartnerReference.PartnerErrorCode;
import cn.jinfu.kernel.Masks;
import cn.jinfu.kernel.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a bank's machine looks up beside its cases: a letter that it was shown, the
 * calendar, codes; and whether the interface is up.
 */
@RestController
@RequestMapping("/api/partner/v1")
@RequiredArgsConstructor
class PartnerReferenceApi {

	/**
	 * What whoever holds a letter learns of it.
	 *
	 * @param valid whether it stands today; {@code standing} says why not
	 * @param holder masked
	 */
	record LetterCheck(LetterBook.Kind kind, @Size(max = 20) String letterNo, boolean valid,
			LetterBook.Standing standing, @Size(max = 100) String holder, @Size(max = 100) String bank, Money amount,
			Instant issuedAt, LocalDate validTo) {

		static LetterCheck of(LetterBook.Letter it) {
			return new LetterCheck(it.kind(), it.letterNo(), it.standing() == LetterBook.Standing.VALID, it.standing(),
					Masks.name(it.holder()), it.bank(), it.amount(), it.issuedAt(), it.validTo());
		}

	}

	record LprList(List<LprQuotation> items) {
	}

	record PartnerErrorCodes(List<PartnerErrorCode> items) {
	}

	record CodeTables(List<CodeTable> items) {
	}

	record InterfaceHealth(@Size(max = 10) String status, @Size(max = 10) String version, Instant at) {
	}

	private final LetterBook letters;

	private final PartnerReference reference;

	/** Whoever holds one may ask; a code that is none looks like one of nobody. */
	@GetMapping("/letters/{verifyCode}")
	@PreAuthorize("hasAuthority('cases.read')")
	public LetterCheck letter(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String verifyCode) {
		return LetterCheck.of(letters.byCode(verifyCode));
	}

	@GetMapping("/reference/lpr")
	@PreAuthorize("hasAuthority('cases.read')")
	public LprList lpr() {
		return new LprList(reference.lpr());
	}

	/** This year's where none is named. */
	@GetMapping("/reference/holidays")
	@PreAuthorize("hasAuthority('cases.read')")
	public CalendarYear holidays(@RequestParam(required = false) @Nullable @Min(2020) @Max(2100) Integer year) {
		return reference.calendar(year);
	}

	@GetMapping("/reference/error-codes")
	@PreAuthorize("hasAuthority('cases.read')")
	public PartnerErrorCodes errorCodes(Locale locale) {
		return new PartnerErrorCodes(reference.errors(locale));
	}

	@GetMapping("/reference/enums")
	@PreAuthorize("hasAuthority('cases.read')")
	public CodeTables enums(Locale locale) {
		return new CodeTables(reference.codes(locale));
	}

	/** For a bank's monitoring, which has no token. It reads nothing. */
	@GetMapping("/health")
	public InterfaceHealth health() {
		return new InterfaceHealth("UP", "v1", Instant.now().truncatedTo(ChronoUnit.MILLIS));
	}

}
