package cn.jinfu.traceability.box;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.box.Box.BoxStatus;
import cn.jinfu.traceability.code.CodeAnswer;
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.lot.LotDocument;
import cn.jinfu.traceability.lot.LotStatus;
import com.fasterxml.jackson.annotation.JsonProperty;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Boxes within the reader's reach, and what their code tells anybody. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class BoxQueries {

	private static final String VIEW = "hasAuthority('trace:lot:view')";

	/**
	 * @param lots in it and in boxes in it
	 * @param kg likewise
	 * @param boxes right in it
	 * @param outer the box it lies in
	 * @param path its public page
	 */
	public record BoxView(UUID id, String code, UUID memberId, String holder, BoxStatus status, Instant packedAt,
			String packedName, @Nullable Instant emptiedAt, int lots, BigDecimal kg, int boxes, @Nullable UUID outerId,
			@Nullable String outer, String path, long version) {

		/** May go into another box. */
		public boolean loose() {
			return packed() && outer == null;
		}

		public boolean packed() {
			return status == BoxStatus.PACKED;
		}

	}

	/** Kilograms of a lot in a box. */
	public record Content(UUID lotId, String lotCode, String cropName, LocalDate harvestedOn, LotStatus status,
			BigDecimal kg) {
	}

	/**
	 * A lot in a box, as a consumer may know it.
	 *
	 * @param box code of the box in the box that it is in, if it is not right in it
	 */
	public record PublicContent(LotDocument lot, LotStatus status, BigDecimal kg, @Nullable String box) {
	}

	/** What is behind a box's code. */
	public record PublicBox(String code, BoxStatus status, Instant packedAt, List<PublicContent> contents) {

		/** Something in it must not be eaten or sold. */
		public boolean bad() {
			return contents.stream().anyMatch(it -> it.status().stopped());
		}

		/** The worst of what is in it. */
		@JsonProperty
		public CodeAnswer answer() {
			return recalled() ? CodeAnswer.RECALLED : bad() ? CodeAnswer.HELD : CodeAnswer.GENUINE;
		}

		public boolean recalled() {
			return contents.stream().anyMatch(it -> it.status() == LotStatus.RECALLED);
		}

	}

	private static final String SELECT = """
			select b.*, m.name as holder, coalesce(c.lots, 0) as lots, coalesce(c.kg, 0) as kg, o.id as outer_id,
			       o.code as outer_code, (select count(*)::int from trace_box_inside i where i.tenant_id = b.tenant_id
			         and i.outer_id = b.id and i.unpacked_at is null) as boxes
			  from trace_box b
			  join member_member m on m.tenant_id = b.tenant_id and m.id = b.member_id
			  left join trace_box_inside u on u.tenant_id = b.tenant_id and u.box_id = b.id and u.unpacked_at is null
			  left join trace_box o on o.tenant_id = u.tenant_id and o.id = u.outer_id
			  left join lateral (
			    with recursive held(id) as (select b.id union select i.box_id from held h join trace_box_inside i
			        on i.tenant_id = b.tenant_id and i.outer_id = h.id and i.unpacked_at is null)
			    select count(distinct x.lot_id)::int as lots, sum(x.kg) as kg from held h join trace_box_content x
			        on x.tenant_id = b.tenant_id and x.box_id = h.id and x.unpacked_at is null) c on true
			 where
			""" + Reach.on("b", "b");

	private final JdbcClient sql;

	private final JsonMapper json;

	@PreAuthorize(VIEW)
	public Paged<BoxView> list(@Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var rows = reached(SELECT + """
				and (:after = '' or b.id < cast(nullif(:after, '') as uuid)) order by b.id desc limit :limit""")
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", limit + 1)
			.query((row, _) -> box(row))
			.list();
		var total = reached("select count(*) from (" + SELECT + " limit 10001) x").query(Long.class).single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.id()));
	}

	@PreAuthorize(VIEW)
	public BoxView view(UUID id) {
		return reached(SELECT + " and b.id = :id").param("id", id)
			.query((row, _) -> box(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.box.not-found", id));
	}

	@PreAuthorize(VIEW)
	public List<Content> contents(UUID id) {
		view(id);
		return sql.sql("""
				select l.id, l.lot_code, l.crop_name, l.harvested_on, l.status, c.kg from trace_box_content c
				  join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
				 where c.box_id = ? and c.unpacked_at is null order by c.id""")
			.param(id)
			.query((row, _) -> new Content(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getObject(4, LocalDate.class), LotStatus.valueOf(row.getString(5)), row.getBigDecimal(6)))
			.list();
	}

	/** Boxes right in it. */
	@PreAuthorize(VIEW)
	public List<BoxView> inside(UUID id) {
		view(id);
		return reached(SELECT + " and u.outer_id = :id order by b.code").param("id", id)
			.query((row, _) -> box(row))
			.list();
	}

	/** For anybody who holds the box; empty where there is none. */
	public Optional<PublicBox> look(String code) {
		var contents = new ArrayList<PublicContent>();
		var found = new ArrayList<PublicBox>();
		sql.sql("select * from trace_box_look(?)").param(code).query(row -> {
			found.add(new PublicBox(code, BoxStatus.valueOf(row.getString("status")),
					row.getTimestamp("packed_at").toInstant(), contents));
			var document = row.getString("document");
			if (document != null) {
				contents.add(new PublicContent(json.readValue(document, LotDocument.class),
						LotStatus.valueOf(row.getString("lot_status")), row.getBigDecimal("kg"), row.getString("box")));
			}
		});
		return found.stream().findFirst();
	}

	private JdbcClient.StatementSpec reached(String statement) {
		return sql.sql(statement)
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division());
	}

	private static BoxView box(ResultSet row) throws SQLException {
		var emptied = row.getTimestamp("emptied_at");
		var code = row.getString("code");
		return new BoxView(row.getObject("id", UUID.class), code, row.getObject("member_id", UUID.class),
				row.getString("holder"), BoxStatus.valueOf(row.getString("status")),
				row.getTimestamp("packed_at").toInstant(), row.getString("packed_name"),
				(emptied != null) ? emptied.toInstant() : null, row.getInt("lots"), row.getBigDecimal("kg"),
				row.getInt("boxes"), row.getObject("outer_id", UUID.class), row.getString("outer_code"),
				CodePaths.box(code), row.getLong("version"));
	}

}
