package cn.jinfu.production.input;

import java.time.LocalDate;

import cn.jinfu.production.EntryRule;
import cn.jinfu.production.rule.FieldRules;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** The federation's own numbers for late entries. */
@Component
@RequiredArgsConstructor
public class EntryRules {

	private final FieldRules rules;

	public EntryRule current() {
		return rules.current().entry();
	}

	/** The rule by which an entry of that day was judged. */
	public EntryRule on(LocalDate day) {
		return rules.on(day).entry();
	}

}
