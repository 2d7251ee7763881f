package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.recall.RecallGraph.Link;
import cn.jinfu.traceability.recall.RecallGraph.Node;
import cn.jinfu.traceability.recall.RecallGraph.NodeKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Draws a case from its sources down. Asks one level after the other and of each node for
 * no more than is drawn, so that a case of hundreds of thousands of lots is no slower.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class RecallGraphs {

	/** More than these are drawn as one, until somebody opens them. */
	static final int FAN = 6;

	/** Of an opened fan. */
	static final int SPREAD = 60;

	/** What fits on a picture. */
	static final int MOST = 300;

	private static final int LEVELS = 24;

	private final RecallQueries recalls;

	private final JdbcClient sql;

	/** Something right below a node, with all that is right below it. */
	private record Child(UUID parent, UUID id, NodeKind kind, String label, @Nullable String holder,
			@Nullable BigDecimal kg, @Nullable BigDecimal kgLeft, @Nullable LotStatus status, @Nullable Boolean inScope,
			int fan, @Nullable BigDecimal fanKg, @Nullable BigDecimal fanLeft) {
	}

	/**
	 * @param open of which nodes the fans are spread out, their ids; whatever is none
	 * opens nothing
	 */
	@PreAuthorize(RecallQueries.VIEW)
	public RecallGraph of(UUID recallId, Collection<String> open) {
		recalls.view(recallId);
		return new Drawing(recallId, ids(open)).draw();
	}

	/** Read here, so that who may not look is told that first. */
	private static Set<UUID> ids(Collection<String> open) {
		return open.stream()
			.filter(it -> it.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"))
			.map(UUID::fromString)
			.collect(Collectors.toUnmodifiableSet());
	}

	private final class Drawing {

		private final UUID recallId;

		private final Set<UUID> open;

		private final List<Node> nodes = new ArrayList<>();

		private final List<Link> links = new ArrayList<>();

		private final Map<UUID, Integer> places = new LinkedHashMap<>();

		private final List<Integer> rows = new ArrayList<>();

		private boolean cut;

		private Drawing(UUID recallId, Set<UUID> open) {
			this.recallId = recallId;
			this.open = open;
		}

		private RecallGraph draw() {
			seeds().forEach(it -> place(it, 0));
			var level = new ArrayList<>(places.keySet());
			for (int depth = 1; !level.isEmpty() && depth < LEVELS; depth++) {
				var below = new ArrayList<UUID>();
				for (var fan : children(level).entrySet()) {
					below.addAll(spread(fan.getKey(), fan.getValue(), depth));
				}
				level = below;
			}
			cut |= !level.isEmpty();
			return new RecallGraph(nodes, links, List.copyOf(open), rows.size(),
					rows.stream().mapToInt(Integer::intValue).max().orElse(0), cut);
		}

		/**
		 * @return what was not drawn before
		 */
		private List<UUID> spread(UUID parent, List<Child> children, int depth) {
			var from = drawn(parent);
			var all = children.getFirst().fan();
			var full = nodes.size() + Math.min(all, SPREAD) > MOST;
			cut |= full;
			if (all > FAN && (full || !open.contains(parent))) {
				fan(parent, from, all, children.getFirst(), !full, depth);
				return List.of();
			}
			var fresh = new ArrayList<UUID>();
			for (var child : children) {
				if (!places.containsKey(child.id())) {
					place(child, depth);
					fresh.add(child.id());
				}
				links.add(new Link(from, drawn(child.id())));
			}
			if (all > children.size()) {
				cut = true;
				fan(parent, from, all - children.size(), null, false, depth);
			}
			return fresh;
		}

		private int drawn(UUID id) {
			return Objects.requireNonNull(places.get(id));
		}

		private void place(Child it, int depth) {
			places.put(it.id(), nodes.size());
			nodes.add(new Node(it.id(), it.kind(), it.label(), it.holder(), it.kg(), it.kgLeft(), it.status(),
					it.inScope(), 1, false, depth, row(depth)));
		}

		private void fan(UUID parent, int from, int count, @Nullable Child whole, boolean openable, int depth) {
			links.add(new Link(from, nodes.size()));
			nodes.add(new Node(parent, NodeKind.FAN, "", null, (whole != null) ? whole.fanKg() : null,
					(whole != null) ? whole.fanLeft() : null, null, null, count, openable, depth, row(depth)));
		}

		private int row(int depth) {
			while (rows.size() <= depth) {
				rows.add(0);
			}
			var row = rows.get(depth);
			rows.set(depth, row + 1);
			return row;
		}

		private List<Child> seeds() {
			return sql
				.sql("""
						select s.node_id as parent, s.node_id as id, s.node_kind as kind, s.label, l.producer as holder, l.kg,
						       l.kg_left, l.status, x.in_scope, 1 as fan, null::numeric as fan_kg, null::numeric as fan_left
						  from trace_recall_seed s
						  left join trace_lot l on l.tenant_id = s.tenant_id and l.id = s.node_id
						  left join trace_recall_lot x on x.tenant_id = s.tenant_id and x.recall_id = s.recall_id
						    and x.lot_id = s.node_id
						 where s.recall_id = ? order by s.added_at, s.label limit ?""")
				.params(recallId, MOST)
				.query((row, _) -> child(row))
				.list();
		}

		/** By what they are right below, in its order. */
		private Map<UUID, List<Child>> children(List<UUID> level) {
			var found = new LinkedHashMap<UUID, List<Child>>();
			sql.sql("""
					select * from (
					  select p.id as parent, c.id, case when l.id is not null then 'LOT' when g.id is not null then 'PLANTING'
					           else 'PARTNER' end as kind,
					         coalesce(l.lot_code || ' ' || l.crop_name, g.no, e.child_epc, '') as label,
					         coalesce(l.producer, m.name) as holder, l.kg, l.kg_left, l.status, x.in_scope,
					         (count(*) over w)::int as fan, sum(l.kg) over w as fan_kg, sum(l.kg_left) over w as fan_left,
					         row_number() over (partition by p.id order by l.harvested_on, l.lot_code, c.id) as nth, p.nth as place
					    from unnest(:level) with ordinality p(id, nth)
					    cross join lateral (select distinct y.id from trace_children(p.id) y(id)) c
					    left join trace_lot l on l.id = c.id
					    left join production_planting g on l.id is null and g.id = c.id
					    left join member_member m on m.id = g.member_id
					    left join lateral (select max(v.child_epc) as child_epc from trace_event_edge v
					      where v.parent_id = p.id and v.child_id = c.id and not v.voided) e on l.id is null and g.id is null
					    left join trace_recall_lot x on x.recall_id = :recall and x.lot_id = c.id
					    window w as (partition by p.id)) z
					 where nth <= :most order by place, nth""")
				.param("level", level.toArray(UUID[]::new))
				.param("recall", recallId)
				.param("most", SPREAD)
				.query((row, _) -> child(row))
				.list()
				.forEach(it -> found.computeIfAbsent(it.parent(), _ -> new ArrayList<>()).add(it));
			return found;
		}

	}

	private static Child child(ResultSet row) throws SQLException {
		var status = row.getString("status");
		return new Child(row.getObject("parent", UUID.class), row.getObject("id", UUID.class),
				NodeKind.valueOf(row.getString("kind")), row.getString("label"), row.getString("holder"),
				row.getBigDecimal("kg"), row.getBigDecimal("kg_left"),
				(status != null) ? LotStatus.valueOf(status) : null, row.getObject("in_scope", Boolean.class),
				row.getInt("fan"), row.getBigDecimal("fan_kg"), row.getBigDecimal("fan_left"));
	}

}
