package cn.jinfu.member.register;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps, for each member, every suffix of its names and initials, so that "contains" is a
 * range of a plain b-tree: trigram indexes are not used under row-level security.
 */
@Component
@RequiredArgsConstructor
class SearchTerms {

	static final char NAME = 'n';

	static final char INITIALS = 'p';

	static final char NUMBER = 'o';

	static final char CODE = 'u';

	private final JdbcTemplate jdbc;

	void write(Member member, Collection<String> peopleNames) {
		jdbc.update("delete from member_search_term where member_id = ?", member.id());
		writeNew(Map.of(member, peopleNames));
	}

	/** For members that have no terms yet, with the names of their people. */
	void writeNew(Map<Member, ? extends Collection<String>> members) {
		var rows = new ArrayList<Object[]>();
		members.forEach((member, peopleNames) -> {
			var uscc = member.uscc();
			of(member.no(), member.name(), (uscc != null) ? uscc.value() : "", peopleNames)
				.forEach(term -> rows.add(new Object[] { member.id(), term }));
		});
		jdbc.batchUpdate("insert into member_search_term (tenant_id, member_id, term) values (jf_tenant(), ?, ?)",
				rows);
	}

	static Set<String> of(String no, String name, String uscc, Collection<String> peopleNames) {
		var terms = new LinkedHashSet<String>();
		terms.add(NUMBER + no);
		if (!uscc.isEmpty()) {
			terms.add(CODE + uscc);
		}
		suffixes(NAME, name, terms);
		suffixes(INITIALS, Initials.of(name), terms);
		peopleNames.forEach(person -> {
			suffixes(NAME, person, terms);
			suffixes(INITIALS, Initials.of(person), terms);
		});
		return terms;
	}

	private static void suffixes(char kind, String text, Set<String> into) {
		var plain = text.toLowerCase(Locale.ROOT);
		for (int i = 0; i < plain.length(); i++) {
			into.add(kind + plain.substring(i));
		}
	}

	/** The smallest text greater than everything that begins with this one. */
	static String after(String prefix) {
		return prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
	}

	/** For the member with this id, the names of the people who hold a post. */
	List<String> peopleNames(UUID memberId) {
		return jdbc.queryForList("""
				select distinct q.name from member_post p join member_person q on q.id = p.person_id
				 where p.member_id = ? and p.to_on is null and p.role <> 'STAFF'""", String.class, memberId);
	}

}
