package cn.jinfu.member.organisation;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A federation: the county's own at the root, township and industry federations below.
 */
@Entity
@Table(name = "member_organisation")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Organisation extends Aggregate<Organisation> {

	@Enumerated(EnumType.STRING)
	private OrganisationKind kind;

	private String name;

	private @Nullable UUID parentId;

	/** Ids from the root to itself, each ending in a slash; data scopes are prefixes. */
	private String path;

	private DivisionCode divisionCode;

	private @Nullable String contactPhone;

	private @Nullable LocalDate foundedOn;

	private @Nullable LocalDate closedOn;

	static Organisation root(String name, DivisionCode division, @Nullable String contactPhone,
			@Nullable LocalDate foundedOn) {
		return make(OrganisationKind.FEDERATION, name, null, division, contactPhone, foundedOn);
	}

	static Organisation below(Organisation parent, OrganisationKind kind, String name, DivisionCode division,
			@Nullable String contactPhone, @Nullable LocalDate foundedOn) {
		if (kind == OrganisationKind.FEDERATION) {
			throw new RuleBroken("member.organisation.one-root").at("kind");
		}
		if (!parent.divisionCode().contains(division)) {
			throw new RuleBroken("member.organisation.outside").at("divisionCode");
		}
		if (kind == OrganisationKind.TOWNSHIP && division.level() != DivisionCode.Level.TOWNSHIP) {
			throw new RuleBroken("member.organisation.township").at("divisionCode");
		}
		return make(kind, name, parent, division, contactPhone, foundedOn);
	}

	private static Organisation make(OrganisationKind kind, String name, @Nullable Organisation parent,
			DivisionCode division, @Nullable String contactPhone, @Nullable LocalDate foundedOn) {
		if (name.isBlank()) {
			throw new RuleBroken("member.organisation.name").at("name");
		}
		var it = new Organisation();
		it.kind = kind;
		it.name = name.strip();
		it.parentId = (parent != null) ? parent.id() : null;
		it.path = ((parent != null) ? parent.path() : "/") + it.id() + "/";
		it.divisionCode = division;
		it.contactPhone = contactPhone;
		it.foundedOn = foundedOn;
		return it;
	}

}
