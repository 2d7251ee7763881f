package cn.jinfu.member.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.kernel.sheet.SheetContent;
import cn.jinfu.kernel.sheet.SheetReader;
import cn.jinfu.kernel.sheet.SheetRow;
import cn.jinfu.kernel.sheet.SheetTemplate;
import cn.jinfu.kernel.sheet.SheetTemplate.Column;
import cn.jinfu.kernel.sheet.SheetTemplate.Kind;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.Places;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The list of members as clerks keep it: its columns, and what is wrong with a row: by
 * itself, against the rows above it, and against the register.
 */
@Component
@RequiredArgsConstructor
class ImportSheet {

	/** A row that may become a member. */
	record Entry(SheetRow row, MemberFacts facts, PersonFacts head, LocalDate admittedOn) {

		String sameAs() {
			return facts.name() + "/" + facts.divisionCode().value().substring(0, 9);
		}
	}

	/** Good rows in order; the wrong ones are in the content. */
	record Checked(SheetContent content, List<Entry> good) {

		int repaired() {
			return Math.toIntExact(content.rows().stream().filter(row -> !row.repairs().isEmpty()).count());
		}
	}

	private final MessageSource messages;

	private final Places places;

	private final MemberDesk members;

	private final PersonDesk persons;

	private final BusinessClock clock;

	/**
	 * Labels are Chinese whatever the reader's language: the same file is sent again and
	 * handed on.
	 */
	SheetTemplate template() {
		var kinds = new LinkedHashMap<String, String>();
		Arrays.stream(MemberKind.values()).forEach(kind -> kinds.put(say("enum.MemberKind." + kind), kind.name()));
		var townships = new LinkedHashMap<String, String>();
		places.townships().forEach(it -> townships.put(it.label(), it.value()));
		return new SheetTemplate(say("member.import.sheet"),
				List.of(Column.of("name", say("member.name"), Kind.TEXT).mandatory(),
						Column.choice("kind", say("member.kind"), kinds).mandatory(),
						Column.of("uscc", say("member.uscc"), Kind.IDENTIFIER),
						(townships.isEmpty() ? Column.of("township", say("member.township"), Kind.IDENTIFIER)
								: Column.choice("township", say("member.township"), townships))
							.mandatory(),
						Column.of("village", say("member.import.village"), Kind.TEXT),
						Column.of("address", say("member.address"), Kind.TEXT),
						Column.of("areaMu", say("member.import.area"), Kind.NUMBER),
						Column.of("mainProducts", say("member.products"), Kind.TEXT),
						Column.of("staff", say("member.staff"), Kind.NUMBER),
						Column.of("householdsLed", say("member.households"), Kind.NUMBER),
						Column.of("personName", say("member.person-name"), Kind.TEXT).mandatory(),
						Column.of("idNumber", say("member.id-number"), Kind.IDENTIFIER),
						Column.of("mobile", say("member.mobile"), Kind.IDENTIFIER).mandatory(),
						Column.of("admittedOn", say("member.admitted-on"), Kind.DATE)));
	}

	/**
	 * @throws RuleBroken when the file as a whole cannot be taken
	 */
	Checked check(byte[] file) {
		var content = read(file);
		var villages = places.offered()
			.villages()
			.stream()
			.collect(Collectors.groupingBy(it -> it.value().substring(0, 9)));
		var entries = new ArrayList<Entry>();
		for (var row : content.rows()) {
			var entry = entry(row, villages);
			if (entry != null && !row.isWrong()) {
				entries.add(entry);
			}
		}
		againstRowsAbove(entries);
		againstRegister(entries);
		return new Checked(content, entries.stream().filter(entry -> !entry.row().isWrong()).toList());
	}

	private SheetContent read(byte[] file) {
		try {
			return new SheetReader(template()).read(new ByteArrayInputStream(file));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private @Nullable Entry entry(SheetRow row, Map<String, List<Choice>> villages) {
		var uscc = value(row, "uscc", UnifiedSocialCreditCode::new);
		var id = value(row, "idNumber", ResidentId::new);
		var mobile = value(row, "mobile", MobileNumber::new);
		var area = value(row, "areaMu", AreaMu::of);
		var staff = value(row, "staff", ImportSheet::count);
		var households = value(row, "householdsLed", ImportSheet::count);
		var place = place(row, villages);
		var admitted = row.date("admittedOn").orElse(clock.today());
		if (admitted.isAfter(clock.today())) {
			row.refuse("admittedOn", new RuleBroken("member.member.admitted-future"));
		}
		var name = row.text("name");
		var kind = row.text("kind").map(MemberKind::valueOf);
		var person = row.text("personName");
		if (name.isEmpty() || kind.isEmpty() || person.isEmpty() || place == null) {
			return null;
		}
		var facts = new MemberFacts(name.get(), kind.get(), uscc, place, row.text("address").orElse(null), area,
				row.text("mainProducts").orElse(null), staff, households);
		if (row.text("uscc").isEmpty() || uscc != null) {
			check(row, facts);
		}
		return new Entry(row, facts, new PersonFacts(person.get(), id, mobile), admitted);
	}

	private static void check(SheetRow row, MemberFacts facts) {
		try {
			facts.check();
		}
		catch (RuleBroken refused) {
			row.refuse(Optional.ofNullable(refused.field()).orElse(""), refused);
		}
	}

	private static <T> @Nullable T value(SheetRow row, String column, Function<String, T> reading) {
		var text = row.text(column);
		if (text.isEmpty()) {
			return null;
		}
		try {
			return reading.apply(text.get());
		}
		catch (RuleBroken refused) {
			row.refuse(column, refused);
			return null;
		}
	}

	private static Integer count(String text) {
		if (!text.matches("[0-9]{1,6}")) {
			throw new RuleBroken("member.import.count");
		}
		return Integer.valueOf(text);
	}

	/** The village by its name within the township, or by its code. */
	private @Nullable DivisionCode place(SheetRow row, Map<String, List<Choice>> villages) {
		var township = row.text("township");
		if (township.isEmpty()) {
			return null;
		}
		if (!township.get().matches("[0-9]{9}") || !township.get().startsWith(Tenant.require())) {
			row.refuse("township", new RuleBroken("member.place.elsewhere"));
			return null;
		}
		var village = row.text("village");
		if (village.isEmpty()) {
			return new DivisionCode(township.get());
		}
		var wanted = village.get();
		var found = villages.getOrDefault(township.get(), List.of())
			.stream()
			.filter(it -> it.value().equals(wanted) || bare(it.label()).equals(bare(wanted)))
			.findFirst();
		if (found.isEmpty()) {
			row.refuse("village", new RuleBroken("member.import.village-unknown", wanted));
			return null;
		}
		return new DivisionCode(found.get().value());
	}

	/** Without the ending that lists add or leave out at will. */
	private String bare(String village) {
		for (var ending : say("member.import.village-endings").split(",")) {
			if (village.endsWith(ending) && village.length() > ending.length() + 1) {
				return village.substring(0, village.length() - ending.length());
			}
		}
		return village;
	}

	private static void againstRowsAbove(List<Entry> entries) {
		var codes = new HashMap<String, Integer>();
		var names = new HashMap<String, Integer>();
		var people = new HashMap<String, String>();
		for (var entry : entries) {
			var uscc = entry.facts().uscc();
			var above = (uscc != null) ? codes.putIfAbsent(uscc.value(), entry.row().number()) : null;
			var same = names.putIfAbsent(entry.sameAs(), entry.row().number());
			if (above != null || same != null) {
				entry.row()
					.refuse((above != null) ? "uscc" : "name",
							new RuleBroken("member.import.twice", Optional.ofNullable(above).orElse(same)));
			}
			var id = entry.head().id();
			var known = (id != null) ? people.putIfAbsent(id.value(), entry.head().name().strip()) : null;
			if (known != null && !known.equals(entry.head().name().strip())) {
				entry.row().refuse("idNumber", new RuleBroken("member.person.other-name"));
			}
		}
	}

	private void againstRegister(List<Entry> entries) {
		var taken = members.numbersByCode(entries.stream()
			.flatMap(it -> Optional.ofNullable(it.facts().uscc()).stream())
			.map(it -> it.value())
			.toList());
		var named = members.numbersByNameAndTownship(entries.stream().map(Entry::sameAs).toList());
		var people = persons
			.namesById(entries.stream().flatMap(it -> Optional.ofNullable(it.head().id()).stream()).toList());
		for (var entry : entries) {
			var uscc = entry.facts().uscc();
			var no = (uscc != null) ? taken.get(uscc.value()) : null;
			if (no != null) {
				entry.row().refuse("uscc", new RuleBroken("member.member.uscc-taken", no));
			}
			else if (named.get(entry.sameAs()) instanceof String other) {
				entry.row().refuse("name", new RuleBroken("member.import.known", other));
			}
			var id = entry.head().id();
			var name = (id != null) ? people.get(id) : null;
			if (name != null && !name.equals(entry.head().name().strip())) {
				entry.row().refuse("idNumber", new RuleBroken("member.person.other-name"));
			}
		}
	}

	private String say(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}

}
