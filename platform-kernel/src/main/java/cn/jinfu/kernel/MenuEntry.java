package cn.jinfu.kernel;

/**
 * @param titleKey message key
 * @param path absolute path of the page
 * @param permission who may open it; others do not see it
 * @param order place within the section, ascending
 */
public record MenuEntry(Section section, String titleKey, String path, String permission, int order) {
}
