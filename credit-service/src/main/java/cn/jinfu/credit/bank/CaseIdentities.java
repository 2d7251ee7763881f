package cn.jinfu.credit.bank;

import java.util.List;
import java.util.Locale;

import cn.jinfu.credit.application.FinancingApplication;
import cn.jinfu.credit.bank.BankCases.IdentityAbsent;
import cn.jinfu.credit.consent.ConsentText;
import cn.jinfu.credit.consent.DataConsent;
import cn.jinfu.credit.encryption.EncryptionKeys;
import cn.jinfu.credit.party.CaseParties;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.member.MemberIdentities;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Identity and phone numbers of a case for the bank's machine alone: under a consent that
 * names them, encrypted to the bank's own key, each time with a line in the farm's log
 * (R20).
 */
@Component
@RequiredArgsConstructor
class CaseIdentities {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String RESIDENT_ID = "RESIDENT_ID";

	/**
	 * What stands in a case of it.
	 *
	 * @param sealed for the bank's key; null where it is absent
	 * @param absent why; null where it is there, or nobody asked
	 */
	record Part(@Nullable String sealed, @Nullable IdentityAbsent absent) {

		static final Part UNASKED = new Part(null, null);

	}

	/**
	 * @param role null for the borrower, else name of a
	 * {@link cn.jinfu.credit.party.PartyRole}
	 * @param idKind {@code RESIDENT_ID}; null where no number is known
	 */
	private record Somebody(@Nullable String role, String name, @Nullable String idKind, @Nullable String idNumber,
			@Nullable String mobile) {
	}

	/** What is encrypted; names its bank and case, so that it fits no other. */
	private record Content(String bank, String caseNo, @Nullable Somebody borrower, List<Somebody> parties) {
	}

	private final MemberIdentities register;

	private final CaseParties parties;

	private final EncryptionKeys keys;

	private final MessageSource messages;

	/** Outside any transaction: each reading is recorded in one of its own. */
	Part of(PartnerBank bank, FinancingApplication it, DataConsent consent) {
		if (!consent.names(ConsentText.IDENTITY)) {
			return new Part(null, IdentityAbsent.NO_CONSENT);
		}
		var envelope = keys.of(bank.clientId()).orElse(null);
		if (envelope == null) {
			return new Part(null, IdentityAbsent.NO_KEY);
		}
		var content = content(bank, it, bank.name() + " " + resource(it.no()));
		if (content.borrower() == null && content.parties().isEmpty()) {
			return new Part(null, IdentityAbsent.NO_DATA);
		}
		return new Part(envelope.seal(JSON.writeValueAsBytes(content)), null);
	}

	/** What it is called in the farm's log. */
	String resource(String caseNo) {
		return caseNo + " " + messages.getMessage("credit.consent.resource.identity", null, Locale.SIMPLIFIED_CHINESE);
	}

	private Content content(PartnerBank bank, FinancingApplication it, String purpose) {
		var borrower = register.head(it.memberId(), purpose)
			.map(head -> new Somebody(null, head.name(), (head.idNumber() != null) ? RESIDENT_ID : null,
					head.idNumber(), head.mobile()))
			.orElse(null);
		var others = parties.identities(it.id(), purpose)
			.stream()
			.map(party -> new Somebody(party.role().name(), party.name(), RESIDENT_ID, party.idNumber(),
					party.mobile()))
			.toList();
		return new Content(bank.clientId(), it.no(), borrower, others);
	}

}
