package cn.jinfu.production.hospital.pest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * What is known of pests: on which crops, how to tell them, what to do. A pest has the
 * name that the labels use, so that what is registered against it can be found.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class PestBook {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable String crop, @Nullable PestKind kind, boolean all,
			@Nullable String after, int limit) {
	}

	/** What is written of a pest. */
	public record PestText(String name, PestKind kind, Set<String> crops, String symptoms, String measures,
			String source, boolean active, boolean demo) {

		public PestText {
			name = name.strip();
			crops = Set.copyOf(crops);
			if (crops.isEmpty()) {
				throw new RuleBroken("production.pest.crop-missing").at("crops");
			}
		}

	}

	/**
	 * @param crops stable codes; {@code cropNames} their names in the same order
	 */
	public record Pest(UUID id, String name, PestKind kind, List<String> crops, List<String> cropNames, String symptoms,
			String measures, String source, @Nullable UUID photoId, boolean active, boolean demo, String changedBy,
			Instant changedAt, long version) {
	}

	/** An input that may be used against it on a crop. */
	public record Remedy(UUID inputId, String inputName, String cropName, java.math.BigDecimal doseMax, String unit,
			@Nullable Integer maxTimes, @Nullable Integer intervalDays) {
	}

	private static final String SELECT = """
			select p.*, (select array_agg(c.crop order by k.sort) from production_pest_crop c
			               join production_crop k on k.code = c.crop
			              where c.tenant_id = p.tenant_id and c.pest_id = p.id) as crops,
			       (select array_agg(k.name order by k.sort) from production_pest_crop c
			          join production_crop k on k.code = c.crop
			         where c.tenant_id = p.tenant_id and c.pest_id = p.id) as crop_names
			  from production_pest p
			""";

	private static final String WHERE = """
			where (:all or p.active) and (:kind = '' or p.kind = :kind)
			  and (:q = '' or p.name like '%' || :q || '%' or p.symptoms like '%' || :q || '%')
			  and (:crop = '' or exists (select 1 from production_pest_crop c
			       where c.tenant_id = p.tenant_id and c.pest_id = p.id and c.crop = :crop))""";

	private final JdbcClient sql;

	private final Crops crops;

	private final FileStore files;

	private final BusinessClock clock;

	private final Audit audit;

	/** By name; withdrawn pages only where asked for. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:pest:view')")
	public Paged<Pest> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		var rows = bind(SELECT + WHERE + " and (:after = '' or p.name > :after) order by p.name limit :limit", filter)
			.param("after", from.isEmpty() ? "" : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query(PestBook::pest)
			.list();
		var total = bind("select count(*) from production_pest p " + WHERE, filter).query(Long.class).single();
		return Paged.of(rows, filter.limit(), total, pest -> Cursor.of(pest.name()));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var kind = filter.kind();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("crop", Objects.requireNonNullElse(filter.crop(), ""))
			.param("kind", (kind != null) ? kind.name() : "")
			.param("all", filter.all());
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:pest:view')")
	public Pest view(UUID id) {
		return require(id);
	}

	@Transactional(readOnly = true)
	public Pest require(UUID id) {
		return sql.sql(SELECT + " where p.id = ?")
			.param(id)
			.query(PestBook::pest)
			.optional()
			.orElseThrow(() -> new NotFound("production.pest.not-found", id));
	}

	/** Known on that crop and not withdrawn, by name: what a doctor may diagnose. */
	@Transactional(readOnly = true)
	public List<Pest> on(String crop) {
		return sql.sql(SELECT + """
				where p.active and exists (select 1 from production_pest_crop c
				 where c.tenant_id = p.tenant_id and c.pest_id = p.id and c.crop = ?) order by p.name""")
			.param(crop)
			.query(PestBook::pest)
			.list();
	}

	/** What is registered against it today, by crop and name. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:pest:view')")
	public List<Remedy> remedies(UUID id) {
		return sql.sql("""
				select i.id, i.name, k.name as crop_name, r.dose_max, i.unit, r.max_times, r.interval_days
				  from production_pest p
				  join production_label_rule r on r.tenant_id = p.tenant_id and r.pest = p.name
				   and r.valid_from <= :on and (r.valid_to is null or r.valid_to >= :on)
				  join production_agri_input i on i.tenant_id = r.tenant_id and i.id = r.input_id and i.listed
				   and (i.registered_to is null or i.registered_to >= :on)
				  join production_crop k on k.code = r.crop
				 where p.id = :id order by k.sort, i.name limit 100""")
			.param("id", id)
			.param("on", clock.today())
			.query((row, n) -> new Remedy(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getBigDecimal(4), row.getString(5), row.getObject(6, Integer.class),
					row.getObject(7, Integer.class)))
			.list();
	}

	@PreAuthorize("hasAuthority('production:pest:edit')")
	public UUID add(PestText text, @Nullable MultipartFile photo) {
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_pest (id, tenant_id, version, name, kind, symptoms, measures, source, photo_id,
					                             active, demo, changed_by, changed_at)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), text.name(), text.kind().name(), text.symptoms().strip(),
						text.measures().strip(), text.source().strip())
				.param(stored(photo))
				.params(text.active(), text.demo(), Actor.current().displayName(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.pest.known", text.name()).at("name");
		}
		growsOn(id, text.crops());
		audit.record("add", "Pest", id, null);
		return id;
	}

	/** A picture that was not sent again stays. */
	@PreAuthorize("hasAuthority('production:pest:edit')")
	public void change(UUID id, PestText text, @Nullable MultipartFile photo, long version) {
		require(id);
		try {
			var done = sql
				.sql("""
						update production_pest set name = ?, kind = ?, symptoms = ?, measures = ?, source = ?,
						       photo_id = coalesce(?, photo_id), active = ?, changed_by = ?, changed_at = ?, version = version + 1
						 where id = ? and version = ?""")
				.params(text.name(), text.kind().name(), text.symptoms().strip(), text.measures().strip(),
						text.source().strip())
				.param(stored(photo))
				.params(text.active(), Actor.current().displayName(), Timestamp.from(clock.now()), id, version)
				.update();
			if (done == 0) {
				throw new Stale("kernel.stale");
			}
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.pest.known", text.name()).at("name");
		}
		sql.sql("delete from production_pest_crop where pest_id = ?").param(id).update();
		growsOn(id, text.crops());
		audit.record("change", "Pest", id, null);
	}

	private void growsOn(UUID id, Set<String> codes) {
		for (var code : codes) {
			crops.find(code).orElseThrow(() -> new RuleBroken("production.crop.unknown", code).at("crops"));
			sql.sql("insert into production_pest_crop (tenant_id, pest_id, crop) values (?, ?, ?)")
				.params(Tenant.require(), id, code)
				.update();
		}
	}

	private @Nullable UUID stored(@Nullable MultipartFile photo) {
		return files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.PUBLIC, null)
			.map(FileStore.Stored::fileId)
			.orElse(null);
	}

	private static Pest pest(ResultSet row, int n) throws SQLException {
		return new Pest(row.getObject("id", UUID.class), row.getString("name"), PestKind.valueOf(row.getString("kind")),
				strings(row, "crops"), strings(row, "crop_names"), row.getString("symptoms"), row.getString("measures"),
				row.getString("source"), row.getObject("photo_id", UUID.class), row.getBoolean("active"),
				row.getBoolean("demo"), row.getString("changed_by"), row.getTimestamp("changed_at").toInstant(),
				row.getLong("version"));
	}

	private static List<String> strings(ResultSet row, String column) throws SQLException {
		var array = row.getArray(column);
		return (array != null) ? List.of((String[]) array.getArray()) : List.of();
	}

}
