package cn.jinfu.member.application;

import cn.jinfu.kernel.Paged;
import cn.jinfu.member.MemberKind;
import org.jspecify.annotations.Nullable;

/**
 * Which applications, newest first; the address of the list holds just this.
 *
 * @param q part of the name, or the number
 * @param township nine digits
 */
record ApplicationFilter(@Nullable String q, @Nullable AdmissionStatus status, @Nullable MemberKind kind,
		@Nullable String township, @Nullable String after, @Nullable Integer limit) {

	ApplicationFilter {
		q = (q == null || q.isBlank()) ? null : q.strip();
		township = (township == null || !township.matches("[0-9]{9}")) ? null : township;
	}

	/** The same from there on, as many as a page may have. */
	ApplicationFilter page(@Nullable String from) {
		return new ApplicationFilter(q, status, kind, township, from, Paged.MAX_LIMIT);
	}

	int size() {
		return Paged.limit(limit);
	}

}
