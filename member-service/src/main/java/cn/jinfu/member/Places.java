package cn.jinfu.member;

import java.util.List;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Township and village as forms offer them: of this federation's county only. */
@Component
@RequiredArgsConstructor
public class Places {

	/** What a form's two selects hold. */
	public record Offered(List<Choice> townships, List<Choice> villages) {
	}

	private final Divisions divisions;

	public List<Choice> townships() {
		return below(Tenant.require());
	}

	public Offered offered() {
		var townships = townships();
		return new Offered(townships, townships.stream().flatMap(it -> below(it.value()).stream()).toList());
	}

	/**
	 * @param village twelve digits, or nothing where a township has none or it is not
	 * known
	 * @throws RuleBroken when there is no such place, or it lies outside the county or
	 * the township
	 */
	public DivisionCode chosen(@Nullable String township, @Nullable String village) {
		if (township == null || township.isBlank()) {
			throw new RuleBroken("member.member.division").at("township");
		}
		var within = divisions.require(new DivisionCode(township));
		if (!within.code().value().startsWith(Tenant.require())) {
			throw new RuleBroken("member.place.elsewhere").at("township");
		}
		if (village == null || village.isBlank()) {
			return within.code();
		}
		var code = divisions.require(new DivisionCode(village)).code();
		if (!within.code().contains(code)) {
			throw new RuleBroken("member.place.other-township").at("village");
		}
		return code;
	}

	/** The same by code alone, 9 or 12 digits. */
	public DivisionCode named(String division) {
		var code = division.strip();
		return (code.length() == 12) ? chosen(code.substring(0, 9), code) : chosen(code, null);
	}

	private List<Choice> below(String code) {
		return divisions.children(new DivisionCode(code))
			.stream()
			.map(it -> new Choice(it.code().value(), it.name()))
			.toList();
	}

}
