package cn.jinfu.traceability.epcis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.gs1.ApplicationIdentifier;
import cn.jinfu.traceability.gs1.DigitalLink;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links of the chain out of what partners tell: what went into a transformation and came
 * out of it, and what was put into a box. Whatever names one of our lots stands for that
 * lot; a box of ours stands for what was in it then; anything else is a node of its own,
 * the same for everybody who names it.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
class EventEdges {

	private static final Pattern OWN_PACKAGE = Pattern.compile("https?://[^/]+/t/([^/?#]+)/([^/?#]+)");

	private static final String SSCC = DigitalLink.DOMAIN + "/00/";

	private final LabelKeys keys;

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

	/**
	 * @param parent node of what went in
	 * @param parentEpc null for a transformation
	 */
	private record Edge(UUID parent, UUID child, @Nullable String parentEpc, @Nullable String childEpc) {
	}

	/** A box of ours as somebody saw it. */
	private record Seen(String name, Instant at) {
	}

	/** A range of labels that a serial may stand in. */
	private record Label(String space, int keyVersion, long number) {
	}

	/**
	 * @param ids of the rows of these events, in their order
	 */
	void of(String owner, List<Long> ids, List<CanonicalEvent> events) {
		var names = new HashSet<String>();
		events.stream()
			.filter(EventEdges::links)
			.forEach(event -> event.things().forEach(thing -> names.add(thing.epc())));
		if (!names.isEmpty()) {
			insert(owner, ids, events, nodes(names));
		}
		strike(owner, events);
	}

	private void insert(String owner, List<Long> ids, List<CanonicalEvent> events, Map<String, UUID> nodes) {
		var boxed = boxed(events);
		var rows = new Columns(5);
		for (int i = 0; i < events.size(); i++) {
			var id = ids.get(i);
			edges(owner, events.get(i), nodes, boxed)
				.forEach(it -> rows.add(id, it.parent(), it.child(), it.parentEpc(), it.childEpc()));
		}
		rows.into(jdbc, """
				insert into trace_event_edge (tenant_id, event_pk, parent_id, child_id, parent_epc, child_epc)
				select ?, x.id::bigint, x.parent::uuid, x.child::uuid, x.parent_epc, x.child_epc
				  from unnest(?, ?, ?, ?, ?) x (id, parent, child, parent_epc, child_epc)
				on conflict on constraint trace_event_edge_pk do nothing""", Tenant.require());
	}

	/**
	 * Lots in our boxes, and in boxes in them, at the time of the event that names one.
	 */
	private Map<Seen, List<UUID>> boxed(List<CanonicalEvent> events) {
		var own = "urn:jinfu:box:" + Tenant.require() + ":";
		var seen = new LinkedHashMap<Seen, String>();
		for (var event : events) {
			if (!links(event)) {
				continue;
			}
			for (var thing : event.things()) {
				var name = thing.epc();
				var code = name.startsWith(own) ? name.substring(own.length())
						: name.startsWith(SSCC) ? name.substring(SSCC.length()) : "";
				if (!code.isEmpty() && !thing.role().equals("PARENT")) {
					seen.put(new Seen(name, event.time()), code);
				}
			}
		}
		var boxed = new HashMap<Seen, List<UUID>>();
		if (seen.isEmpty()) {
			return boxed;
		}
		var asked = List.copyOf(seen.keySet());
		sql.sql("""
				with recursive held(n, at, id) as (
				  select x.n, x.at::timestamptz, b.id from unnest(?, ?) with ordinality x (code, at, n)
				    join trace_box b on b.code = x.code
				  union select h.n, h.at, i.box_id from held h join trace_box_inside i on i.outer_id = h.id
				     and i.packed_at <= h.at and (i.unpacked_at is null or i.unpacked_at > h.at))
				select distinct h.n, c.lot_id from held h join trace_box_content c on c.box_id = h.id
				   and c.packed_at <= h.at and (c.unpacked_at is null or c.unpacked_at > h.at)""")
			.params(seen.values().toArray(String[]::new),
					asked.stream().map(it -> it.at().toString()).toArray(String[]::new))
			.query(row -> {
				boxed.computeIfAbsent(asked.get(row.getInt(1) - 1), _ -> new ArrayList<>())
					.add(row.getObject(2, UUID.class));
			});
		return boxed;
	}

	private static boolean links(CanonicalEvent event) {
		return event.errorAt() == null && switch (String.valueOf(event.text("type"))) {
			case "TransformationEvent" -> true;
			case "AggregationEvent" -> "ADD".equals(event.text("action"));
			default -> false;
		};
	}

	private static Set<Edge> edges(String owner, CanonicalEvent event, Map<String, UUID> nodes,
			Map<Seen, List<UUID>> boxed) {
		var edges = new HashSet<Edge>();
		if (!links(event)) {
			return edges;
		}
		var box = event.text("parentID");
		var whole = event.text("transformationID");
		var step = named(
				(whole != null) ? "transformation:" + owner + ":" + whole : "event:" + owner + ":" + event.eventId());
		for (var thing : event.things()) {
			var node = nodes.get(thing.epc());
			if (node == null) {
				continue;
			}
			boxed.getOrDefault(new Seen(thing.epc(), event.time()), List.of())
				.forEach(lot -> edges.add(new Edge(lot, node, null, thing.epc())));
			switch (thing.role()) {
				case "INPUT" -> edges.add(new Edge(node, step, thing.epc(), null));
				case "OUTPUT" -> edges.add(new Edge(step, node, null, thing.epc()));
				case "CHILD" -> {
					var into = nodes.get(String.valueOf(box));
					if (into != null && !into.equals(node)) {
						edges.add(new Edge(node, into, thing.epc(), box));
					}
				}
				default -> {
				}
			}
		}
		return edges;
	}

	/** Links that an event told which is now declared wrong. */
	private void strike(String owner, List<CanonicalEvent> events) {
		var wrong = events.stream().filter(it -> it.errorAt() != null).map(CanonicalEvent::eventId).distinct().toList();
		if (wrong.isEmpty()) {
			return;
		}
		sql.sql("""
				update trace_event_edge x set voided = true from trace_event e
				 where e.tenant_id = x.tenant_id and e.id = x.event_pk and e.owner = :owner and e.event_id in (:ids)
				   and not x.voided""").param("owner", owner).param("ids", wrong).update();
	}

	/**
	 * A lot by our own identifier, by product and lot number, or by a label stuck on it.
	 */
	private Map<String, UUID> nodes(Set<String> names) {
		var codes = new HashMap<String, List<String>>();
		var labels = new HashMap<String, Label>();
		var spaces = new HashMap<String, String>();
		for (var name : names) {
			var own = "urn:jinfu:lot:" + Tenant.require() + ":";
			if (name.startsWith(own)) {
				codes.computeIfAbsent(name.substring(own.length()), _ -> new ArrayList<>()).add(name);
				continue;
			}
			var link = DigitalLink.uri(name).filter(it -> it.key() == ApplicationIdentifier.GTIN);
			link.flatMap(it -> it.qualifier(ApplicationIdentifier.LOT)).ifPresent(lot -> {
				codes.computeIfAbsent(lot, _ -> new ArrayList<>()).add(name);
				spaces.put(name, link.orElseThrow().value());
			});
			label(name, link).ifPresent(it -> labels.put(name, it));
		}
		var nodes = new HashMap<String, UUID>();
		names.forEach(it -> nodes.put(it, named("epc:" + it)));
		known(codes, spaces, nodes);
		labelled(labels, nodes);
		return nodes;
	}

	/** All at once: a box may hold thousands of labelled packages. */
	private void labelled(Map<String, Label> labels, Map<String, UUID> nodes) {
		if (labels.isEmpty()) {
			return;
		}
		var names = List.copyOf(labels.keySet());
		var asked = names.stream().map(it -> Objects.requireNonNull(labels.get(it))).toList();
		sql.sql("""
				select x.n, b.lot_id from unnest(?, ?, ?) with ordinality x (space, version, seq, n)
				  join trace_label_batch b on b.code_space = x.space and b.key_version = x.version
				   and int8range(b.first_seq, b.first_seq + b.count) @> x.seq and b.status <> 'VOID'
				 where b.lot_id is not null""")
			.params(asked.stream().map(Label::space).toArray(String[]::new),
					asked.stream().map(Label::keyVersion).toArray(Integer[]::new),
					asked.stream().map(Label::number).toArray(Long[]::new))
			.query(row -> {
				nodes.put(names.get(row.getInt(1) - 1), row.getObject(2, UUID.class));
			});
	}

	private void known(Map<String, List<String>> codes, Map<String, String> spaces, Map<String, UUID> nodes) {
		if (codes.isEmpty()) {
			return;
		}
		sql.sql("""
				select l.id, l.lot_code, array(select distinct b.code_space from trace_label_batch b
				    where b.tenant_id = l.tenant_id and b.lot_id = l.id and b.status <> 'VOID') as spaces
				  from trace_lot l where l.tenant_id = ? and l.lot_code = any (?)""")
			.params(Tenant.require(), codes.keySet().toArray(String[]::new))
			.query(row -> {
				var id = row.getObject(1, UUID.class);
				var printed = Set.of((Object[]) row.getArray(3).getArray());
				for (var name : codes.getOrDefault(row.getString(2), List.of())) {
					var space = spaces.get(name);
					if (space == null || printed.contains(space)) {
						nodes.put(name, id);
					}
				}
			});
	}

	private Optional<Label> label(String name, Optional<DigitalLink> link) {
		var own = OWN_PACKAGE.matcher(name);
		if (own.matches()) {
			return genuine(String.valueOf(own.group(1)), String.valueOf(own.group(2)));
		}
		return link
			.flatMap(it -> it.qualifier(ApplicationIdentifier.SERIAL).flatMap(serial -> genuine(it.value(), serial)));
	}

	private Optional<Label> genuine(String space, String serial) {
		return (LabelSerial.read(keys::verifying, space, serial) instanceof LabelSerial.Genuine it)
				? Optional.of(new Label(space, it.keyVersion(), it.number())) : Optional.empty();
	}

	/** The same for everybody who names it. */
	private static UUID named(String what) {
		return UUID.nameUUIDFromBytes(what.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

}
