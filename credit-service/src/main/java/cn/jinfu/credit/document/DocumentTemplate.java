package cn.jinfu.credit.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * One version of a bank's paper for a product; nothing of it changes after its proposal.
 *
 * @param edition counted from 1 for a bank, product and kind
 * @param signedWhere any of these will do
 * @param sha256 of the file
 * @param validFrom the first day
 * @param validTo the last day; null while none is known
 */
public record DocumentTemplate(UUID id, UUID bankId, String bankClient, String bankName, String productCode,
		DocumentKind kind, int edition, String title, List<SignatureKind> signedWhere, UUID fileId, String fileName,
		String sha256, String note, State state, LocalDate validFrom, @Nullable LocalDate validTo, UUID proposedBy,
		String proposedName, Instant proposedAt, @Nullable String decidedName, @Nullable Instant decidedAt,
		@Nullable String endedName, @Nullable String endedReason) {

	/** In force means from its first to its last day. */
	public enum State {

		PROPOSED, IN_FORCE, DECLINED

	}

	/** What the reader of a list is told. */
	public enum Standing {

		PROPOSED, COMING, USED, OVER, DECLINED

	}

	/** Whether the reader proposed it, so that somebody else must confirm. */
	public boolean mine() {
		return Actor.current().personId().equals(proposedBy);
	}

	public Standing standing(LocalDate today) {
		return switch (state) {
			case PROPOSED -> Standing.PROPOSED;
			case DECLINED -> Standing.DECLINED;
			case IN_FORCE -> today.isBefore(validFrom) ? Standing.COMING
					: (validTo != null && today.isAfter(validTo)) ? Standing.OVER : Standing.USED;
		};
	}

	/**
	 * @throws RuleBroken where it was signed otherwise than this text allows
	 */
	public void requireSigned(SignatureKind kind) {
		if (!signedWhere.contains(kind)) {
			throw new RuleBroken("credit.case.signed-elsewhere", title, edition).at("signatureKind");
		}
	}

}
