package cn.jinfu.production.iot.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.sheet.SheetRow;
import cn.jinfu.production.iot.device.DeviceImportState.Action;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Devices from a list: checked first, then registered all at once or not at all, each
 * with its secret. The secrets lie sealed under the importing person's key until that
 * person takes them, which is possible once. A list belongs to whoever brought it.
 */
@Service
@Transactional
@PreAuthorize("hasAuthority('production:device:manage')")
@RequiredArgsConstructor
public class DeviceImports {

	private static final String TYPE = "DeviceImport";

	private static final String DEVICE = "Device";

	private static final String FIELD = "device-secrets";

	private static final int LISTED = 50;

	private static final int SHOWN = 100;

	/** Nobody came for them: a new secret is given on the device's page. */
	private static final int SECRET_DAYS = 7;

	private static final int CONTENT_DAYS = 30;

	/** A row with everything that is wrong with it. */
	public record Wrong(int number, String sn, List<String> reasons) {
	}

	/**
	 * What importing would do now.
	 *
	 * @param wrong the first hundred
	 */
	public record Preview(int good, int bad, List<Wrong> wrong) {
	}

	/** A row as a program sends it; what is wrong with it is said per row. */
	public record Row(String sn, @Nullable String name, @Nullable String product, @Nullable String memberNo,
			@Nullable String plot) {
	}

	/**
	 * What became of a row.
	 *
	 * @param row as in the sheet: where the first row holds the headings, the first
	 * device is 2
	 * @param faults empty when it can be registered
	 */
	public record Line(int row, String sn, List<Fault> faults) {
	}

	/**
	 * @param field empty for the whole row
	 */
	public record Fault(String field, String code, String message) {
	}

	/** What the installer of one device needs. */
	public record Handed(String sn, String name, String product, String farm, @Nullable String plot, String secret,
			String mqttUser) {

		public String path() {
			return "/api/v1/device/" + secret + "/telemetry";
		}

	}

	private record Stored(DeviceImport one, byte @Nullable [] content) {
	}

	private final DeviceSheet sheet;

	private final Devices devices;

	private final DeviceProducts products;

	private final KnownDevices known;

	private final PersonalData vault;

	private final StatusHistory history;

	private final Audit audit;

	private final Problems problems;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final JdbcTemplate jdbc;

	private final JdbcClient sql;

	private final JsonMapper json;

	/** The empty form. */
	@Transactional(readOnly = true)
	public void template(OutputStream out) throws IOException {
		sheet.template().write(out);
	}

	public String templateName() {
		return sheet.say("production.device-import.sheet") + ".xlsx";
	}

	/**
	 * Checks a list and keeps it; nothing is registered yet.
	 * @throws RuleBroken when it cannot be read, or has no rows
	 */
	public UUID check(String fileName, byte[] content) {
		var checked = sheet.check(content);
		if (checked.content().rows().isEmpty()) {
			throw new RuleBroken("production.device-import.empty").at("file");
		}
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_device_import
				  (id, tenant_id, file_name, content, state, rows_good, rows_bad, by_person, by_name, created_at)
				values (?, ?, ?, ?, 'CHECKED', ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), fileName.substring(Math.max(0, fileName.length() - 200)), content,
					checked.good().size(), checked.content().wrongRows().size(), actor.personId(), actor.displayName(),
					Timestamp.from(clock.now()))
			.update();
		history.record(TYPE, id, null, DeviceImportState.CHECKED, fileName);
		return id;
	}

	/**
	 * The same list from a program; kept as the sheet that the console would have got.
	 */
	public UUID check(String name, List<Row> rows) {
		return check(name, sheet.of(rows));
	}

	/** Every row as it reads now; none when it was registered or discarded already. */
	@Transactional(readOnly = true)
	public List<Line> lines(UUID importId, Locale locale) {
		var stored = require(importId, "");
		if (!stored.one().checked()) {
			return List.of();
		}
		return sheet.check(content(stored))
			.content()
			.rows()
			.stream()
			.map(row -> new Line(row.number(), row.text("sn").orElse(""),
					row.problems()
						.stream()
						.map(it -> new Fault(it.column(), it.code(), words(it, locale)))
						.distinct()
						.toList()))
			.toList();
	}

	/** One's own, newest first. */
	@Transactional(readOnly = true)
	public List<DeviceImport> latest() {
		return sql.sql(select("null::bytea") + " order by created_at desc limit ?")
			.params(Actor.current().personId(), LISTED)
			.query((row, n) -> stored(row).one())
			.list();
	}

	@Transactional(readOnly = true)
	public DeviceImport view(UUID importId) {
		return require(importId, "").one();
	}

	/** As the list reads now: the register may have changed since. */
	@Transactional(readOnly = true)
	public Preview preview(UUID importId, Locale locale) {
		var checked = sheet.check(content(require(importId, "")));
		var wrong = checked.content().wrongRows();
		return new Preview(checked.good().size(), wrong.size(),
				wrong.stream()
					.limit(SHOWN)
					.map(row -> new Wrong(row.number(), row.text("sn").orElse(""), reasons(row, locale)))
					.toList());
	}

	private List<String> reasons(SheetRow row, Locale locale) {
		return row.problems().stream().map(problem -> words(problem, locale)).distinct().toList();
	}

	private String words(SheetRow.Problem problem, Locale locale) {
		var refusal = new RuleBroken(problem.code(), problem.args().toArray());
		var next = problems.next(refusal, locale);
		return problems.words(refusal, locale) + (next.isEmpty() ? "" : " " + next);
	}

	/** The person's own sheet, its wrong rows only, with a column of reasons. */
	@Transactional(readOnly = true)
	public byte[] wrongRows(UUID importId, Locale locale) {
		var stored = require(importId, "");
		return stored.one().checked() ? wrongRows(sheet.check(content(stored)), locale) : content(stored);
	}

	private byte[] wrongRows(DeviceSheet.Checked checked, Locale locale) {
		var out = new ByteArrayOutputStream();
		try {
			checked.content()
				.writeWrongRows(out, sheet.say("production.device-import.reason"), problem -> words(problem, locale));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	/**
	 * All good rows, or none. Pressing twice does no harm: the second one finds it done.
	 * @param onlyGood leave the wrong rows out; without it one wrong row stops all
	 */
	public void run(UUID importId, boolean onlyGood) {
		var stored = require(importId, " for update");
		if (stored.one().done()) {
			return;
		}
		var next = stored.one().state().after(Action.RUN);
		var checked = sheet.check(content(stored));
		var wrong = checked.content().wrongRows().size();
		if (wrong > 0 && !onlyGood) {
			throw new RuleBroken("production.device-import.wrong-rows", wrong);
		}
		if (checked.good().isEmpty()) {
			throw new RuleBroken("production.device-import.nothing");
		}
		var handed = register(checked.good());
		var rest = (wrong > 0) ? wrongRows(checked, Locale.SIMPLIFIED_CHINESE) : null;
		sql.sql("""
				update production_device_import set state = ?, rows_good = ?, rows_bad = ?, only_good = ?, done_at = ?,
				       secrets = ?, content = ? where id = ?""")
			.param(next.name())
			.param(handed.size())
			.param(wrong)
			.param(wrong > 0)
			.param(Timestamp.from(clock.now()))
			.param(vault.seal(Actor.current().personId(), FIELD, json.writeValueAsString(handed)))
			.param(new SqlParameterValue(Types.BINARY, rest))
			.param(importId)
			.update();
		history.record(TYPE, importId, stored.one().state(), next, null);
		known.changed();
	}

	/** The register, channels, places and secrets of all of them, table by table. */
	private List<Handed> register(List<DeviceSheet.Entry> entries) {
		var tenant = Tenant.require();
		var person = Actor.current().personId();
		var now = Timestamp.from(clock.now());
		var handed = new ArrayList<Handed>();
		var secrets = new ArrayList<Object[]>();
		var places = new ArrayList<Object[]>();
		for (var entry : entries) {
			var device = entry.device();
			device.activate();
			devices.save(device);
			var secret = Secret.next();
			secrets
				.add(new Object[] { Ids.next(), tenant, device.id(), secret.hash(), secret.brokerHash(), now, person });
			var plot = entry.plot();
			if (plot != null) {
				places.add(new Object[] { tenant, device.id(), plot.plotId(), now, person });
			}
			handed.add(new Handed(device.sn(), device.name(), entry.productName(), entry.farm().name(),
					(plot != null) ? plot.name() : null, secret.text(),
					Secret.user(tenant, device.sn(), secret.hash())));
		}
		entities.flush();
		channels(entries);
		jdbc.batchUpdate("""
				insert into production_device_credential
				  (id, tenant_id, device_id, secret_hash, broker_hash, valid_from, created_by)
				values (?, ?, ?, ?, ?, ?, ?)""", secrets);
		jdbc.batchUpdate("""
				insert into production_device_place (tenant_id, device_id, plot_id, during, placed_by)
				values (?, ?, ?, tstzrange(?, null), ?)""", places);
		var registered = entries.stream().map(it -> new StatusHistory.Entry(it.device().id(), null)).toList();
		history.record(DEVICE, null, DeviceState.INACTIVE, registered);
		history.record(DEVICE, DeviceState.INACTIVE, DeviceState.ACTIVE, registered);
		return handed;
	}

	private void channels(List<DeviceSheet.Entry> entries) {
		var tenant = Tenant.require();
		var rows = new ArrayList<@Nullable Object[]>();
		for (var model : entries.stream().map(it -> it.device().productId()).distinct().toList()) {
			var properties = products.require(model).properties();
			entries.stream()
				.filter(it -> it.device().productId().equals(model))
				.forEach(it -> properties.forEach(property -> rows.add(new @Nullable Object[] { tenant,
						it.device().id(), property.key(), property.name(), property.unit(), property.kind().name(),
						property.scale(), property.min(), property.max() })));
		}
		jdbc.batchUpdate("""
				insert into production_series (tenant_id, device_id, key, name, unit, kind, scale, valid_min, valid_max)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, new int[] { Types.VARCHAR, Types.OTHER, Types.VARCHAR,
				Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.SMALLINT, Types.DOUBLE, Types.DOUBLE });
	}

	/**
	 * The secrets, to be printed or taken along: this once, and never again.
	 * @throws WrongState {@code production.device-import.handed-out}
	 */
	public List<Handed> handOut(UUID importId) {
		var stored = require(importId, " for update");
		var sealed = sql.sql("select secrets from production_device_import where id = ? and secrets is not null")
			.param(importId)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new WrongState("production.device-import.handed-out"));
		sql.sql("update production_device_import set secrets = null, handed_out_at = ? where id = ?")
			.params(Timestamp.from(clock.now()), importId)
			.update();
		audit.record("hand-out-secrets", TYPE, importId, stored.one().fileName());
		return List.of(json.readValue(vault.use(Actor.current().personId(), sealed), Handed[].class));
	}

	public void discard(UUID importId) {
		var stored = require(importId, " for update");
		var next = stored.one().state().after(Action.DISCARD);
		sql.sql("update production_device_import set state = ?, content = null where id = ?")
			.params(next.name(), importId)
			.update();
		history.record(TYPE, importId, stored.one().state(), next, null);
	}

	/**
	 * Lists and secrets that nobody came for. Asked by the platform itself.
	 * @return how many
	 */
	@PreAuthorize("permitAll()")
	public int clear(LocalDate today) {
		return sql
			.sql("""
					update production_device_import set secrets = case when created_at < :secrets then null else secrets end,
					       content = case when created_at < :content then null else content end,
					       state = case when state = 'CHECKED' and created_at < :content then 'DISCARDED' else state end
					 where (secrets is not null and created_at < :secrets) or (content is not null and created_at < :content)""")
			.param("secrets", start(today.minusDays(SECRET_DAYS)))
			.param("content", start(today.minusDays(CONTENT_DAYS)))
			.update();
	}

	private static Timestamp start(LocalDate day) {
		return Timestamp.from(day.atStartOfDay(BusinessClock.ZONE).toInstant());
	}

	private Stored require(UUID importId, String lock) {
		return sql.sql(select("content") + " and id = ?" + lock)
			.params(Actor.current().personId(), importId)
			.query((row, n) -> stored(row))
			.optional()
			.orElseThrow(() -> new NotFound("production.device-import.not-found", importId));
	}

	private static byte[] content(Stored stored) {
		var content = stored.content();
		if (content == null) {
			throw new NotFound("production.device-import.gone", stored.one().id());
		}
		return content;
	}

	private static String select(String content) {
		return "select id, file_name, state, rows_good, rows_bad, by_name, created_at, handed_out_at,"
				+ " content is not null as kept, secrets is not null as secret, " + content
				+ " as content from production_device_import where by_person = ?";
	}

	private static Stored stored(ResultSet row) throws SQLException {
		var handed = row.getTimestamp("handed_out_at");
		return new Stored(new DeviceImport(row.getObject("id", UUID.class), row.getString("file_name"),
				DeviceImportState.valueOf(row.getString("state")), row.getInt("rows_good"), row.getInt("rows_bad"),
				row.getString("by_name"), row.getTimestamp("created_at").toInstant(), instant(handed),
				row.getBoolean("kept"), row.getBoolean("secret")), row.getBytes("content"));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

}
