package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.bank.BankText;
import cn.jinfu.credit.rating.Dimension;
import cn.jinfu.credit.rating.EvidenceRows;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The facts behind a case, one side at a time, each with where it comes from. */
@RestController
@RequestMapping("/api/partner/v1")
@RequiredArgsConstructor
class PartnerEvidenceApi {

	/**
	 * By the names that banks know them by; {@code problem.…unknown-block} lists them.
	 */
	private static final Map<String, Dimension> BLOCKS = Map.of("capacity", Dimension.CAPACITY, "technology",
			Dimension.TECHNOLOGY, "performance", Dimension.PERFORMANCE, "orders", Dimension.ORDERS, "credit",
			Dimension.STANDING);

	private static final int MOST_ROWS = 200;

	/**
	 * @param name of the fact, in the reader's language
	 * @param value a number in that unit, or the code of a category
	 * @param sourceId by which the federation finds the rows in that source
	 * @param rows how many rows it came from
	 */
	record EvidenceValue(@Size(max = 10) String code, @Size(max = 100) String name, @Size(max = 40) String value,
			boolean categorical, @Size(max = 20) String unit, @Size(max = 40) String source,
			@Size(max = 40) String sourceId, LocalDate asOf, int rows) {
	}

	/**
	 * @param snapshotSha256 of the frozen facts of all sides
	 * @param items none where the bank's agreement lets no facts out
	 */
	record EvidenceBlock(@Size(max = 20) String caseNo, @Size(max = 20) String block,
			@Size(max = 40) String modelVersion, @Size(max = 64) String snapshotSha256, LocalDate asOf,
			List<EvidenceValue> items) {
	}

	/**
	 * The single rows behind one fact, the latest first.
	 *
	 * @param items as the register has them now; none where it names none
	 * @param next to be given as {@code after}; null on the last page
	 */
	record EvidenceRowList(@Size(max = 20) String caseNo, @Size(max = 20) String block, EvidenceValue fact,
			List<EvidenceRows.SourceRow> items, @Nullable @Size(max = Paged.LONGEST_CURSOR) String next, long total) {
	}

	private final BankCases cases;

	private final MessageSource messages;

	@GetMapping("/cases/{caseNo}/evidence/{block}")
	@PreAuthorize("hasAuthority('cases.evidence')")
	public EvidenceBlock evidence(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@PathVariable @Size(max = 20) String block, Locale locale) {
		var side = side(block);
		var found = cases.evidence(Actor.current().login(), caseNo, side);
		return new EvidenceBlock(caseNo, block, found.modelVersion(), found.snapshotSha256(), found.asOf(),
				found.facts().stream().map(it -> value(it, locale)).toList());
	}

	@GetMapping("/cases/{caseNo}/evidence/{block}/{code}")
	@PreAuthorize("hasAuthority('cases.evidence')")
	public EvidenceRowList rows(@PathVariable @Size(max = 20) @Pattern(regexp = BankText.NUMBER) String caseNo,
			@PathVariable @Size(max = 20) String block,
			@PathVariable @Size(max = 10) @Pattern(regexp = BankText.NUMBER) String code,
			@RequestParam(required = false) @Nullable @Size(max = Paged.LONGEST_CURSOR) String after,
			@RequestParam(defaultValue = "50") int limit, Locale locale) {
		var side = side(block);
		var found = cases.evidenceRows(Actor.current().login(), caseNo, code, after, Math.clamp(limit, 1, MOST_ROWS));
		if (found.side() != side) {
			throw new NotFound("credit.case.no-fact", code);
		}
		return new EvidenceRowList(caseNo, block, value(found.fact(), locale), found.rows().items(),
				found.rows().next(), found.rows().total());
	}

	private static Dimension side(String block) {
		var side = BLOCKS.get(block);
		if (side == null) {
			throw new RuleBroken("credit.partner.unknown-block").at("block");
		}
		return side;
	}

	private EvidenceValue value(BankCases.EvidenceFact it, Locale locale) {
		return new EvidenceValue(it.code(),
				String.valueOf(messages.getMessage("credit.indicator." + it.code(), null, it.code(), locale)),
				it.value(), it.categorical(), it.unit(), it.source(), it.sourceId(), it.asOf(), it.rows());
	}

}
