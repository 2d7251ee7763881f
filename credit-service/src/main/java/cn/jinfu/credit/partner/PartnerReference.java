package cn.jinfu.credit.partner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.WorkingDays;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Codes, calendar and quotations as this installation has them. */
@Component
class PartnerReference {

	/**
	 * The quotation on which products on offer today rest.
	 *
	 * @param percent a year
	 */
	record LprQuotation(LocalDate quotedOn, BigDecimal percent, List<@Size(max = 30) String> productCodes) {
	}

	private record Quotation(LocalDate on, BigDecimal percent) {

		static Quotation of(LoanProduct it) {
			return new Quotation(it.lprOn(), new BigDecimal(it.lprPercent().stripTrailingZeros().toPlainString()));
		}

	}

	/**
	 * @param entered whether that year's notice is entered; else only weekends are known
	 * @param items days that differ from their weekday, ascending
	 */
	record CalendarYear(int year, boolean entered, List<CalendarDay> items) {
	}

	/**
	 * @param working true for a weekend on which the country works, false for a holiday
	 */
	record CalendarDay(LocalDate day, boolean working) {
	}

	/**
	 * @param title in the reader's language
	 */
	record PartnerErrorCode(int status, int code, @Size(max = 40) String name, @Size(max = 100) String type,
			@Size(max = 200) String title) {
	}

	record CodeTable(@Size(max = 30) String name, List<CodeName> codes) {
	}

	/**
	 * @param name in the reader's language
	 */
	record CodeName(@Size(max = 60) String code, @Size(max = 200) String name) {
	}

	/** Where the words of a table's codes stand. */
	private record Words(String table, String prefix, List<String> codes) {
	}

	private static final String[][] TABLES = { { "CaseStatus", "enum.CaseStatus." },
			{ "MemberKind", "enum.MemberKind." }, { "RepayMethod", "enum.RepayMethod." },
			{ "Verdict", "partner.enum.Verdict." }, { "TransactionType", "partner.enum.TransactionType." },
			{ "BookingState", "partner.enum.BookingState." }, { "WaitingFor", "credit.booking.waiting." },
			{ "SignatureKind", "enum.SignatureKind." }, { "DocumentKind", "enum.DocumentKind." },
			{ "PartyRole", "enum.PartyRole." }, { "LetterKind", "credit.letter.kind." },
			{ "LetterStanding", "partner.enum.LetterStanding." }, { "EvidenceDimension", "enum.Dimension." },
			{ "EvidenceCode", "credit.indicator." }, { "EvidenceCategory", "credit.category." },
			{ "EvidenceUnit", "credit.unit." }, { "EvidenceSource", "credit.source." },
			{ "KeyStatus", "enum.KeyStatus." }, { "EndpointStatus", "enum.EndpointStatus." },
			{ "DeliveryStatus", "enum.DeliveryStatus." } };

	private final List<Words> tables = tables();

	private final LoanProducts products;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	private final MessageSource messages;

	PartnerReference(LoanProducts products, WorkingDays workingDays, BusinessClock clock, MessageSource messages) {
		this.products = products;
		this.workingDays = workingDays;
		this.clock = clock;
		this.messages = messages;
	}

	/** A code has words in the language in which all of them stand. */
	private static List<Words> tables() {
		var keys = new TreeSet<String>();
		try {
			for (var bundle : List.of("credit", "partner", "member")) {
				keys.addAll(PropertiesLoaderUtils
					.loadProperties(new EncodedResource(new ClassPathResource("messages/" + bundle + ".properties"),
							StandardCharsets.UTF_8))
					.stringPropertyNames());
			}
		}
		catch (IOException unreadable) {
			throw new UncheckedIOException(unreadable);
		}
		var found = new ArrayList<Words>();
		for (var table : TABLES) {
			var prefix = table[1];
			found.add(new Words(table[0], prefix,
					keys.stream()
						.filter(it -> it.startsWith(prefix) && it.indexOf('.', prefix.length()) < 0)
						.map(it -> it.substring(prefix.length()))
						.toList()));
		}
		return List.copyOf(found);
	}

	List<CodeTable> codes(Locale locale) {
		return tables.stream()
			.map(table -> new CodeTable(table.table(),
					table.codes()
						.stream()
						.map(code -> new CodeName(code, word(table.prefix() + code, locale)))
						.toList()))
			.toList();
	}

	List<PartnerErrorCode> errors(Locale locale) {
		return Arrays.stream(PartnerProblem.values())
			.map(it -> new PartnerErrorCode(it.status(), it.number(), it.code(), "urn:jinfu:problem:" + it.code(),
					word("partner." + it.code(), locale)))
			.toList();
	}

	CalendarYear calendar(@Nullable Integer wanted) {
		var year = (wanted != null) ? wanted : clock.today().getYear();
		var days = new ArrayList<CalendarDay>();
		workingDays.exceptions(year).forEach((day, working) -> days.add(new CalendarDay(day, working)));
		return new CalendarYear(year, !days.isEmpty(), days);
	}

	/** The latest first. */
	@Transactional(readOnly = true)
	public List<LprQuotation> lpr() {
		var found = new LinkedHashMap<Quotation, TreeSet<String>>();
		products.offered(clock.today())
			.stream()
			.sorted(Comparator.comparing(LoanProduct::lprOn).reversed())
			.forEach(it -> found.computeIfAbsent(Quotation.of(it), _ -> new TreeSet<>()).add(it.code()));
		return found.entrySet()
			.stream()
			.map(it -> new LprQuotation(it.getKey().on(), it.getKey().percent(), List.copyOf(it.getValue())))
			.toList();
	}

	private String word(String key, Locale locale) {
		return String.valueOf(messages.getMessage(key, null, key, locale));
	}

}
