package cn.jinfu.production.input;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** The farms behind member ids. */
@Component
@RequiredArgsConstructor
public class Farms {

	private final MemberDirectory directory;

	/**
	 * @throws cn.jinfu.kernel.Refusal.NotFound for an id the register does not know
	 */
	public void require(UUID memberId) {
		directory.require(memberId);
	}

	public Map<UUID, MemberSummary> inSet(Collection<UUID> memberIds) {
		return memberIds.isEmpty() ? Map.of() : directory.inSet(memberIds);
	}

	/**
	 * The farm itself, or staff in whose reach it lies.
	 * @throws NotFound for everybody else
	 */
	public void requireReached(UUID memberId) {
		var farm = inSet(Set.of(memberId)).get(memberId);
		if (farm == null || !Reach.current().covers(memberId, farm.divisionCode())) {
			throw new NotFound("production.member.not-yours", memberId);
		}
	}

	/** Rows with the names of their farms, read at once for all of them. */
	public <V> List<V> named(List<V> rows, Function<V, UUID> member, BiFunction<V, String, V> with) {
		var ids = new LinkedHashSet<UUID>();
		rows.forEach(row -> ids.add(member.apply(row)));
		var names = inSet(ids);
		return rows.stream().map(row -> {
			var found = names.get(member.apply(row));
			return (found != null) ? with.apply(row, found.name()) : row;
		}).toList();
	}

}
