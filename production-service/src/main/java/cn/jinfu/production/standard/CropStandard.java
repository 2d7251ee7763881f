package cn.jinfu.production.standard;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.standard.StandardState.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One edition of how a crop is grown. Written by one person and put in force by another;
 * from then on not a word of it changes, so that a planting keeps what it went by.
 */
@Entity
@Table(name = "production_crop_standard")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class CropStandard extends Aggregate<CropStandard> {

	/**
	 * What stands above the stages.
	 *
	 * @param varietyGroup empty: for all varieties of the crop
	 * @param varieties names of the group's varieties
	 * @param harvestDays from planting to the first picking
	 * @param source the paper it was taken from
	 */
	record Head(String crop, String varietyGroup, List<String> varieties, int harvestDays, String source,
			boolean demo) {

		Head {
			varietyGroup = varietyGroup.strip();
			varieties = varieties.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
			source = source.strip();
			if (varietyGroup.length() > 40 || varietyGroup.isEmpty() != varieties.isEmpty()) {
				throw new RuleBroken("production.standard.varieties").at("varieties");
			}
			if (varieties.stream().anyMatch(name -> name.length() > 40)) {
				throw new RuleBroken("production.standard.variety-long").at("varieties");
			}
			if (harvestDays < 1 || harvestDays > StandardContent.LONGEST) {
				throw new RuleBroken("production.standard.harvest-days").at("harvestDays");
			}
			if (source.isEmpty() || source.length() > 200) {
				throw new RuleBroken("production.standard.source-missing").at("source");
			}
		}

	}

	private String crop;

	private String varietyGroup;

	@JdbcTypeCode(SqlTypes.ARRAY)
	private List<String> varieties;

	private int edition;

	private int harvestDays;

	private String source;

	private boolean demo;

	@Enumerated(EnumType.STRING)
	private StandardState state;

	private UUID draftedBy;

	private UUID editedBy;

	private String byName;

	private Instant editedAt;

	private @Nullable Instant submittedAt;

	private @Nullable UUID confirmedBy;

	private @Nullable String confirmedName;

	private @Nullable LocalDate inForceOn;

	private @Nullable LocalDate retiredOn;

	static CropStandard draft(Head head, int edition, UUID person, String name, Instant at) {
		var standard = new CropStandard();
		standard.state = StandardState.DRAFT;
		standard.crop = head.crop();
		standard.varietyGroup = head.varietyGroup();
		standard.edition = edition;
		standard.draftedBy = person;
		standard.write(head, person, name, at);
		return standard;
	}

	/** Crop and group stay: for others there are other standards. */
	void edit(Head head, UUID person, String name, Instant at) {
		var next = state.after(Action.EDIT);
		if (!head.crop().equals(crop) || !head.varietyGroup().equals(varietyGroup)) {
			throw new RuleBroken("production.standard.other-crop").at("crop");
		}
		state = next;
		write(head, person, name, at);
	}

	private void write(Head head, UUID person, String name, Instant at) {
		varieties = head.varieties();
		harvestDays = head.harvestDays();
		source = head.source();
		demo = head.demo();
		editedBy = person;
		byName = name;
		editedAt = at;
	}

	void submit(Instant at) {
		state = state.after(Action.SUBMIT);
		submittedAt = at;
	}

	void discard() {
		state = state.after(Action.DISCARD);
	}

	void giveBack(String reason) {
		var next = state.after(Action.RETURN);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		state = next;
	}

	/** In force from today; not by anybody who wrote on it. */
	void confirm(UUID person, String name, LocalDate today) {
		var next = state.after(Action.CONFIRM);
		if (isWrittenBy(person)) {
			throw new Forbidden("production.standard.same-person");
		}
		state = next;
		confirmedBy = person;
		confirmedName = name;
		inForceOn = today;
	}

	/** Plantings that go by it keep it. */
	void retire(LocalDate today) {
		state = state.after(Action.RETIRE);
		retiredOn = today;
	}

	boolean isWrittenBy(UUID person) {
		return person.equals(draftedBy) || person.equals(editedBy);
	}

}
