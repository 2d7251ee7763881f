package cn.jinfu.kernel;

import java.util.List;
import java.util.stream.Stream;

/**
 * @param titleKey message key
 * @param path absolute path of the page
 * @param permission who may open it; others do not see it
 * @param order place within the section, ascending
 * @param also pages that belong to it and lie elsewhere
 */
public record MenuEntry(Section section, String titleKey, String path, String permission, int order,
		List<String> also) {

	public MenuEntry(Section section, String titleKey, String path, String permission, int order) {
		this(section, titleKey, path, permission, order, List.of());
	}

	public Stream<String> paths() {
		return Stream.concat(Stream.of(path), also.stream());
	}

}
