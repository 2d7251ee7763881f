package cn.jinfu.credit.bank;

import java.util.List;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * In which fields a repeated report differs from the first one: people read them by the
 * names of the forms ({@code credit.report.field.<name>}), a bank's machine by those of
 * the interface.
 *
 * @param names at least one, as the interface has them
 */
public record ReportFields(List<String> names) implements MessageSourceResolvable {

	public ReportFields {
		names = List.copyOf(names);
	}

	@Override
	public String[] getCodes() {
		return new String[] { (names.size() == 1) ? word(names.getFirst()) : "credit.report.fields" };
	}

	@Override
	public Object[] getArguments() {
		return (names.size() == 1) ? new Object[0]
				: new Object[] { new ReportFields(names.subList(0, names.size() - 1)),
						new DefaultMessageSourceResolvable(word(names.getLast())) };
	}

	private static String word(String name) {
		return "credit.report.field." + name;
	}

	/** By the names of the interface, with commas. */
	@Override
	public String toString() {
		return String.join(",", names);
	}

}
