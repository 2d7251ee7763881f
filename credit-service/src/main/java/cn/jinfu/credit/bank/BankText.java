package cn.jinfu.credit.bank;

/**
 * The characters that texts of banks may have, as the description of the interface and
 * the forms have them: expressions that Java and JSON Schema read alike.
 */
public final class BankText {

	/** Words in any script on one line: no control characters. */
	public static final String LINE = "^[^\\u0000-\\u001F\\u007F]+$";

	/** A number or code that also stands in addresses: ASCII, no blanks, no slashes. */
	public static final String NUMBER = "^[A-Za-z0-9][A-Za-z0-9._:-]*$";

	private BankText() {
	}

}
