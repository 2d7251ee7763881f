package cn.jinfu.kernel;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person.
 *
 * @param key stable over time, for handing on: {@code <type>:<id>:<step>}
 * @param titleKey message key of what is to be done
 * @param subject whom it is about
 * @param detail one line more, may be empty
 * @param path where it is done
 * @param permission the step's permission: who could do it
 */
public record ToDo(String key, Section section, String titleKey, String subject, String detail, String path,
		String permission, @Nullable Instant dueAt) {
}
