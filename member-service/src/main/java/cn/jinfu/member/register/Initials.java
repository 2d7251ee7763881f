package cn.jinfu.member.register;

import java.util.Locale;

import com.github.promeg.pinyinhelper.Pinyin;

/** Pinyin initials of a name: 青禾瓜果 is {@code qhgg}. */
final class Initials {

	private Initials() {
	}

	/** Letters and digits stay, punctuation falls out. */
	static String of(String name) {
		var initials = new StringBuilder();
		name.chars().mapToObj(c -> (char) c).forEach(c -> {
			if (Pinyin.isChinese(c)) {
				initials.append(Pinyin.toPinyin(c).charAt(0));
			}
			else if (c < 128 && Character.isLetterOrDigit(c)) {
				initials.append(c);
			}
		});
		return initials.toString().toLowerCase(Locale.ROOT);
	}

}
