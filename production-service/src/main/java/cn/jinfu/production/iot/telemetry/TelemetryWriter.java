package cn.jinfu.production.iot.telemetry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import cn.jinfu.kernel.Refusal.TooMany;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes readings: few writers take whatever has come in meanwhile and commit it at once,
 * so that one commit answers many senders. Whoever submitted is told after the commit and
 * not before. A point that is there already is merged: the first one stays.
 */
@Component
@RequiredArgsConstructor
@Slf4j
public class TelemetryWriter implements SmartLifecycle {

	/** Points that may wait; more are sent back, so that memory has a bound. */
	static final int WAITING = 50_000;

	/** So many points make a commit worth it. */
	private static final int ENOUGH = 5_000;

	private static final long PATIENCE_MILLIS = 5_000;

	/**
	 * @param late how many came after their hour was rolled up
	 */
	public record Receipt(int accepted, int duplicates, int late) {
	}

	/** A point ready to be stored. */
	record Row(int series, long micros, double value, boolean believed) {
	}

	private static final class Batch {

		private final List<Row> rows;

		private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

		private int duplicates;

		private int late;

		Batch(List<Row> rows) {
			this.rows = rows;
		}

	}

	private record Owned(Row row, Batch owner) {
	}

	private static final Comparator<Owned> ORDER = Comparator.<Owned>comparingInt(it -> it.row().series())
		.thenComparingLong(it -> it.row().micros());

	private final DataSource database;

	private final Partitions partitions;

	@Value("${jinfu.iot.writers:2}")
	private int writers;

	private final ConcurrentLinkedQueue<Batch> queue = new ConcurrentLinkedQueue<>();

	private final Semaphore room = new Semaphore(WAITING);

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	/**
	 * @return done after the commit
	 * @throws TooMany when more is waiting than the writers can take soon
	 */
	CompletableFuture<Receipt> submit(List<Row> rows) {
		if (!room.tryAcquire(rows.size())) {
			throw new TooMany("production.telemetry.busy", 1);
		}
		return enqueue(rows);
	}

	/** The same for senders that can be made to wait. */
	CompletableFuture<Receipt> submitPatiently(List<Row> rows) throws InterruptedException {
		room.acquire(rows.size());
		return enqueue(rows);
	}

	private CompletableFuture<Receipt> enqueue(List<Row> rows) {
		if (rows.isEmpty()) {
			return CompletableFuture.completedFuture(new Receipt(0, 0, 0));
		}
		var batch = new Batch(rows);
		queue.add(batch);
		threads.forEach(LockSupport::unpark);
		return batch.receipt;
	}

	private void work() {
		while (running || !queue.isEmpty()) {
			var batches = take();
			if (batches.isEmpty()) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
				continue;
			}
			var points = batches.stream().mapToInt(batch -> batch.rows.size()).sum();
			try {
				write(batches);
			}
			catch (SQLException | RuntimeException failure) {
				log.error("{} readings could not be written; their senders are told to send again", points, failure);
				batches.forEach(batch -> batch.receipt.completeExceptionally(failure));
			}
			finally {
				room.release(points);
			}
		}
	}

	private List<Batch> take() {
		var batches = new ArrayList<Batch>();
		var points = 0;
		while (points < ENOUGH) {
			var next = queue.poll();
			if (next == null) {
				break;
			}
			batches.add(next);
			points += next.rows.size();
		}
		return batches;
	}

	private void write(List<Batch> batches) throws SQLException {
		partitions.ready();
		var rows = distinct(batches);
		try (var connection = database.getConnection()) {
			var before = connection.getAutoCommit();
			connection.setAutoCommit(false);
			try {
				if (!copied(connection, rows)) {
					merge(connection, rows);
				}
			}
			catch (SQLException | RuntimeException failure) {
				connection.rollback();
				throw failure;
			}
			finally {
				connection.setAutoCommit(before);
			}
		}
		batches.forEach(batch -> batch.receipt
			.complete(new Receipt(batch.rows.size() - batch.duplicates, batch.duplicates, batch.late)));
	}

	/** In one order for all writers, so that two of them never wait for each other. */
	private static List<Owned> distinct(List<Batch> batches) {
		var all = new ArrayList<Owned>();
		for (var batch : batches) {
			batch.rows.forEach(row -> all.add(new Owned(row, batch)));
		}
		all.sort(ORDER);
		var rows = new ArrayList<Owned>(all.size());
		Owned last = null;
		for (var next : all) {
			if (last != null && ORDER.compare(last, next) == 0) {
				next.owner().duplicates++;
			}
			else {
				rows.add(next);
				last = next;
			}
		}
		return rows;
	}

	/** The quick way, by COPY; false when something of it is there already. */
	private boolean copied(Connection connection, List<Owned> rows) throws SQLException {
		try {
			var closed = closedUntil(connection);
			var copy = connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("copy production_telemetry (ts, value, series_id, quality) from stdin (format binary)");
			try {
				var bytes = CopyBytes.of(rows.size(), rows, it -> it.row().micros(), it -> it.row().value(),
						it -> it.row().series(), it -> quality(it.row(), closed));
				copy.writeToCopy(bytes, 0, bytes.length);
				copy.endCopy();
			}
			finally {
				if (copy.isActive()) {
					copy.cancelCopy();
				}
			}
			after(connection, rows, closed);
			connection.commit();
			return true;
		}
		catch (SQLException failure) {
			connection.rollback();
			if (PSQLState.UNIQUE_VIOLATION.getState().equals(failure.getSQLState())) {
				return false;
			}
			throw failure;
		}
	}

	/** Row by row what is new; the rest is counted. */
	private void merge(Connection connection, List<Owned> rows) throws SQLException {
		var closed = closedUntil(connection);
		var written = new HashSet<List<Long>>();
		try (var insert = connection.prepareStatement("""
				insert into production_telemetry (ts, value, series_id, quality)
				select 'epoch'::timestamptz + x.us * interval '1 microsecond', x.value, x.series, x.quality
				  from unnest(?::bigint[], ?::float8[], ?::int[], ?::int2[]) as x (us, value, series, quality)
				on conflict do nothing
				returning series_id, (extract(epoch from ts) * 1000000)::bigint""")) {
			bind(connection, insert, rows, closed);
			try (var answer = insert.executeQuery()) {
				while (answer.next()) {
					written.add(List.of(answer.getLong(1), answer.getLong(2)));
				}
			}
		}
		var fresh = new ArrayList<Owned>();
		for (var it : rows) {
			if (written.contains(List.of((long) it.row().series(), it.row().micros()))) {
				fresh.add(it);
			}
			else {
				it.owner().duplicates++;
			}
		}
		after(connection, fresh, closed);
		connection.commit();
	}

	/**
	 * Taken together with a lock that whoever closes hours waits for: a reading either is
	 * seen by the roll-up of its hour or marks that hour.
	 */
	private static Instant closedUntil(Connection connection) throws SQLException {
		try (var query = connection.prepareStatement(
				"select closed_until from pg_advisory_xact_lock_shared(" + RollUps.LOCK + "), production_rollup_mark");
				var answer = query.executeQuery()) {
			answer.next();
			return answer.getTimestamp(1).toInstant();
		}
	}

	private static short quality(Row row, Instant closed) {
		if (!row.believed()) {
			return 2;
		}
		return (short) (isLate(row, closed) ? 1 : 0);
	}

	private static boolean isLate(Row row, Instant closed) {
		return row.micros() < closed.getEpochSecond() * 1_000_000;
	}

	private static void after(Connection connection, List<Owned> rows, Instant closed) throws SQLException {
		latest(connection, rows, closed);
		var dirty = new LinkedHashMap<List<Long>, Row>();
		for (var it : rows) {
			if (isLate(it.row(), closed)) {
				it.owner().late++;
				var hour = Math.floorDiv(it.row().micros(), 3_600_000_000L) * 3_600_000_000L;
				dirty.putIfAbsent(List.of((long) it.row().series(), hour), it.row());
			}
		}
		if (!dirty.isEmpty()) {
			mark(connection, new ArrayList<>(dirty.keySet()));
		}
	}

	/** Rows are in order of series and time, so the last of a series is its newest. */
	private static void latest(Connection connection, List<Owned> rows, Instant closed) throws SQLException {
		var newest = new ArrayList<Owned>();
		Owned last = null;
		for (var it : rows) {
			if (last != null && last.row().series() != it.row().series()) {
				newest.add(last);
			}
			last = it;
		}
		if (last == null) {
			return;
		}
		newest.add(last);
		try (var upsert = connection.prepareStatement("""
				insert into production_latest as l (ts, value, series_id, quality)
				select 'epoch'::timestamptz + x.us * interval '1 microsecond', x.value, x.series, x.quality
				  from unnest(?::bigint[], ?::float8[], ?::int[], ?::int2[]) as x (us, value, series, quality)
				on conflict (series_id) do update
				  set ts = excluded.ts, value = excluded.value, quality = excluded.quality
				  where l.ts < excluded.ts""")) {
			bind(connection, upsert, newest, closed);
			upsert.executeUpdate();
		}
	}

	private static void bind(Connection connection, java.sql.PreparedStatement statement, List<Owned> rows,
			Instant closed) throws SQLException {
		var micros = new long[rows.size()];
		var values = new double[rows.size()];
		var series = new int[rows.size()];
		var qualities = new short[rows.size()];
		for (int i = 0; i < rows.size(); i++) {
			var row = rows.get(i).row();
			micros[i] = row.micros();
			values[i] = row.value();
			series[i] = row.series();
			qualities[i] = quality(row, closed);
		}
		var pg = connection.unwrap(PGConnection.class);
		statement.setArray(1, pg.createArrayOf("int8", micros));
		statement.setArray(2, pg.createArrayOf("float8", values));
		statement.setArray(3, pg.createArrayOf("int4", series));
		statement.setArray(4, pg.createArrayOf("int2", qualities));
	}

	/** Also where it is marked already: whoever rolls it up must not miss this row. */
	private static void mark(Connection connection, List<List<Long>> hours) throws SQLException {
		var series = new int[hours.size()];
		var micros = new long[hours.size()];
		for (int i = 0; i < series.length; i++) {
			series[i] = hours.get(i).get(0).intValue();
			micros[i] = hours.get(i).get(1);
		}
		var pg = connection.unwrap(PGConnection.class);
		try (var upsert = connection.prepareStatement("""
				insert into production_dirty_bucket (series_id, bucket)
				select x.series, 'epoch'::timestamptz + x.us * interval '1 microsecond'
				  from unnest(?::int[], ?::bigint[]) as x (series, us) order by 1, 2
				on conflict (series_id, bucket) do update set bucket = excluded.bucket""")) {
			upsert.setArray(1, pg.createArrayOf("int4", series));
			upsert.setArray(2, pg.createArrayOf("int8", micros));
			upsert.executeUpdate();
		}
	}

	@Override
	public void start() {
		running = true;
		for (int n = 1; n <= writers; n++) {
			threads.add(Thread.ofPlatform().daemon().name("telemetry-writer-" + n).start(this::work));
		}
	}

	/** What was taken is written before the process ends. */
	@Override
	public void stop() {
		running = false;
		threads.forEach(LockSupport::unpark);
		try {
			for (var thread : threads) {
				thread.join(PATIENCE_MILLIS);
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		threads.clear();
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** Before the demo is loaded, and after whoever sends has stopped. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 50;
	}

}
