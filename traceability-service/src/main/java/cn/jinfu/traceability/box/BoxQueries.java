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
import cn.jinfu.traceability.code.CodePaths;
import cn.jinfu.traceability.lot.LotDocument;
import cn.jinfu.traceability.lot.LotStatus;
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
	 * @param kg all that is in it
	 * @param path its public page
	 */
	public record BoxView(UUID id, String code, UUID memberId, String holder, BoxStatus status, Instant packedAt,
			String packedName, @Nullable Instant emptiedAt, int lots, BigDecimal kg, String path, long version) {

		public boolean packed() {
			return status == BoxStatus.PACKED;
		}

	}

	/** Kilograms of a lot in a box. */
	public record Content(UUID lotId, String lotCode, String cropName, LocalDate harvestedOn, LotStatus status,
			BigDecimal kg) {
	}

	/** A lot in a box, as a consumer may know it. */
	public record PublicContent(LotDocument lot, LotStatus status, BigDecimal kg) {
	}

	/** What is behind a box's code. */
	public record PublicBox(String code, BoxStatus status, Instant packedAt, List<PublicContent> contents) {

		/** Something in it must not be eaten or sold. */
		public boolean bad() {
			return contents.stream().anyMatch(it -> it.status().stopped());
		}

		public boolean recalled() {
			return contents.stream().anyMatch(it -> it.status() == LotStatus.RECALLED);
		}

	}

	private static final String SELECT = """
			select b.*, m.name as holder, coalesce(c.lots, 0) as lots, coalesce(c.kg, 0) as kg from trace_box b
			  join member_member m on m.tenant_id = b.tenant_id and m.id = b.member_id
			  left join lateral (select count(*)::int as lots, sum(x.kg) as kg from trace_box_content x
			       where x.tenant_id = b.tenant_id and x.box_id = b.id and x.unpacked_at is null) c on true
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
						LotStatus.valueOf(row.getString("lot_status")), row.getBigDecimal("kg")));
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
				CodePaths.box(code), row.getLong("version"));
	}

}
