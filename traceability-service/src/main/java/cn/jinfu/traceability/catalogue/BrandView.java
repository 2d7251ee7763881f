package cn.jinfu.traceability.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.traceability.catalogue.BrandCatalogue.MarkKind;
import cn.jinfu.traceability.catalogue.BrandCatalogue.PackageMove;
import org.jspecify.annotations.Nullable;

/**
 * A regional brand with what belongs to it.
 *
 * @param licensees members with a licence in force
 */
public record BrandView(UUID id, String name, String owner, LocalDate since, String about, int licensees,
		List<Mark> marks, List<ProductClass> classes, List<Standard> standards, List<Design> designs) {

	public record Mark(UUID id, String name, MarkKind kind, String registrationNo, String holder,
			LocalDate validUntil) {
	}

	/**
	 * @param licences licences in force
	 */
	public record ProductClass(String code, String name, boolean service, String markName, int licences) {
	}

	/**
	 * @param className null when every class may follow it
	 */
	public record Standard(String code, String title, @Nullable String className, LocalDate validFrom) {
	}

	/**
	 * @param made packages that ever came in
	 * @param issued packages that went out
	 */
	public record Design(UUID id, String name, String classCode, String className, @Nullable String grade, int made,
			int issued) {

		public int left() {
			return made - issued;
		}

	}

	/**
	 * @param holder to whom, null when they came in
	 */
	public record Move(long id, PackageMove kind, int pieces, @Nullable UUID licenceId, @Nullable String holder,
			LocalDate on, String note, Instant at, String byName) {
	}

	public int goods() {
		return (int) classes.stream().filter(it -> !it.service()).count();
	}

	public int services() {
		return classes.size() - goods();
	}

	public int issued() {
		return designs.stream().mapToInt(Design::issued).sum();
	}

}
