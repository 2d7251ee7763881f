package cn.jinfu.member.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetRow;
import cn.jinfu.member.register.MemberDesk;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps uploaded lists, sealed under the uploading person's key since they hold ID
 * numbers, and turns them into members: all rows of one import in one transaction.
 */
@Component
@Transactional
@RequiredArgsConstructor
class ImportDesk {

	/** After so long without a sign of life a running import counts as broken off. */
	static final int STUCK_SECONDS = 120;

	private static final int CHECKED_KEPT = 4;

	private static final int STEP = 200;

	private static final String FIELD = "member-list";

	private record Stored(UUID by, @Nullable String sealed) {
	}

	private final ImportSheet sheet;

	private final MemberDesk members;

	private final PersonalData vault;

	private final StatusHistory history;

	private final Audit audit;

	private final MessageSource messages;

	private final EntityManager entities;

	private final JdbcClient sql;

	private final BusinessClock clock;

	/** The last few files as read, so that looking again does not read again. */
	private final Map<UUID, ImportSheet.Checked> read = new LinkedHashMap<>();

	/** Reads and checks a file, and keeps it for the decision. */
	UUID keep(String fileName, byte[] content) {
		var checked = sheet.check(content);
		if (checked.content().rows().isEmpty()) {
			throw new RuleBroken("member.import.empty").at("file");
		}
		var actor = Actor.current();
		var id = Ids.next();
		sql.sql("""
				insert into member_import (id, tenant_id, version, file_name, content, status, rows_good, rows_bad,
				                           rows_repaired, by_person, by_name, created_at)
				values (?, jf_tenant(), 0, ?, ?, 'CHECKED', ?, ?, ?, ?, ?, ?)""")
			.params(List.of(id, shortened(fileName), sealed(actor.personId(), content), checked.good().size(),
					checked.content().wrongRows().size(), checked.repaired(), actor.personId(), actor.displayName(),
					Timestamp.from(clock.now())))
			.update();
		history.record("MemberImport", id, null, ImportStatus.CHECKED, fileName);
		remember(id, checked);
		return id;
	}

	private static String shortened(String fileName) {
		return fileName.substring(Math.max(0, fileName.length() - 200));
	}

	private byte[] sealed(UUID person, byte[] content) {
		return vault.seal(person, FIELD, Base64.getEncoder().encodeToString(content))
			.getBytes(StandardCharsets.US_ASCII);
	}

	@Transactional(readOnly = true)
	List<MemberImport> latest() {
		requireAll();
		return sql.sql(select("order by created_at desc limit 50")).query(this::row).list();
	}

	@Transactional(readOnly = true)
	MemberImport require(UUID id) {
		requireAll();
		return sql.sql(select("where id = ?"))
			.param(id)
			.query(this::row)
			.optional()
			.orElseThrow(() -> new NotFound("member.import.not-found", id));
	}

	/** Lists go over township borders: only who sees the whole county handles them. */
	private static void requireAll() {
		if (Actor.current().scope().kind() != Scope.Kind.ALL) {
			throw new NotFound("member.import.not-found");
		}
	}

	private static String select(String rest) {
		return """
				select id, file_name, status, rows_good, rows_bad, rows_repaired, rows_done, only_good, by_name,
				       created_at, done_at, failure, content is not null as kept,
				       status = 'RUNNING' and beat_at < clock_timestamp() - make_interval(secs => %d) as stuck
				  from member_import %s""".formatted(STUCK_SECONDS, rest);
	}

	private MemberImport row(java.sql.ResultSet row, int n) throws java.sql.SQLException {
		var done = row.getTimestamp("done_at");
		return new MemberImport(row.getObject("id", UUID.class), row.getString("file_name"),
				ImportStatus.valueOf(row.getString("status")), row.getInt("rows_good"), row.getInt("rows_bad"),
				row.getInt("rows_repaired"), row.getInt("rows_done"), row.getBoolean("only_good"),
				row.getString("by_name"), row.getTimestamp("created_at").toInstant(),
				(done == null) ? null : done.toInstant(), row.getBoolean("stuck"), row.getString("failure"),
				row.getBoolean("kept"));
	}

	/** The file as it reads now: the register may have changed since it was sent. */
	ImportSheet.Checked checked(UUID id) {
		require(id);
		synchronized (read) {
			var known = read.get(id);
			if (known != null) {
				return known;
			}
		}
		var checked = sheet.check(content(id));
		remember(id, checked);
		return checked;
	}

	private byte[] content(UUID id) {
		var stored = sql.sql("select by_person, convert_from(content, 'UTF8') from member_import where id = ?")
			.param(id)
			.query((row, n) -> new Stored(row.getObject(1, UUID.class), row.getString(2)))
			.optional()
			.orElseThrow(() -> new NotFound("member.import.not-found", id));
		var sealed = stored.sealed();
		if (sealed == null) {
			throw new NotFound("member.import.gone", id);
		}
		return Base64.getDecoder().decode(vault.use(stored.by(), sealed));
	}

	private void remember(UUID id, ImportSheet.Checked checked) {
		synchronized (read) {
			if (read.size() >= CHECKED_KEPT) {
				read.remove(read.keySet().iterator().next());
			}
			read.put(id, checked);
		}
	}

	private void forget(UUID id) {
		synchronized (read) {
			read.remove(id);
		}
	}

	/**
	 * The person's own sheet with a column of reasons; for him, so with the numbers he
	 * typed.
	 */
	byte[] wrongRows(UUID id, Problems problems, Locale locale) {
		audit.record("download-import-errors", "MemberImport", id, null);
		return wrongRows(checked(id), problems, locale);
	}

	private byte[] wrongRows(ImportSheet.Checked checked, Problems problems, Locale locale) {
		var out = new ByteArrayOutputStream();
		try {
			checked.content()
				.writeWrongRows(out, messages.getMessage("member.import.reason", null, Locale.SIMPLIFIED_CHINESE),
						problem -> words(problem, problems, locale));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	static String words(SheetRow.Problem problem, Problems problems, Locale locale) {
		var refusal = new RuleBroken(problem.code(), problem.args().toArray());
		var next = problems.next(refusal, locale);
		return problems.words(refusal, locale) + (next.isEmpty() ? "" : " " + next);
	}

	/**
	 * Claims the import for one run.
	 * @return the number of the run, 0 when another one is at work or done: pressing
	 * twice does no harm
	 */
	int start(UUID id, boolean onlyGood) {
		var seen = require(id);
		if (seen.status() == ImportStatus.DONE || (seen.status() == ImportStatus.RUNNING && !seen.stuck())) {
			return 0;
		}
		if (seen.status() == ImportStatus.CHECKED) {
			seen.status().after(ImportStatus.Action.START);
		}
		else if (seen.status() != ImportStatus.RUNNING) {
			throw new WrongState("member.import.wrong-state", seen.status());
		}
		forget(id);
		var checked = checked(id);
		var wrong = checked.content().wrongRows().size();
		if (wrong > 0 && !onlyGood) {
			throw new RuleBroken("member.import.wrong-rows", wrong);
		}
		if (checked.good().isEmpty()) {
			throw new RuleBroken("member.import.nothing");
		}
		var run = sql.sql("""
				update member_import set status = 'RUNNING', only_good = ?, rows_good = ?, rows_bad = ?, rows_done = 0,
				       failure = null, run_no = run_no + 1, beat_at = clock_timestamp(), version = version + 1
				 where id = ? and (status = 'CHECKED' or (status = 'RUNNING'
				   and beat_at < clock_timestamp() - make_interval(secs => ?)))
				returning run_no""")
			.params(wrong > 0, checked.good().size(), wrong, id, STUCK_SECONDS)
			.query(Integer.class)
			.optional()
			.orElse(0);
		if (run > 0) {
			history.record("MemberImport", id, seen.status(), ImportStatus.RUNNING, null);
		}
		return run;
	}

	/**
	 * All good rows, or none. Ends by claiming its own run: one that was taken for broken
	 * off and started again imports nothing.
	 */
	void work(UUID id, int run, Problems problems, Beat beat) {
		var one = require(id);
		var checked = checked(id);
		var good = checked.good();
		var done = 0;
		while (done < good.size()) {
			var part = good.subList(done, Math.min(done + STEP, good.size()));
			admit(part, one.fileName());
			entities.clear();
			done += part.size();
			beat.at(id, run, done);
			if (Integer.bitCount(done / STEP) == 1) {
				// the tables have doubled: what the plans of their foreign keys know is
				// out of date
				sql.sql("select member_refresh_statistics()").query().listOfRows();
			}
		}
		var rest = checked.content().wrongRows().isEmpty() ? null
				: sealed(Actor.current().personId(), wrongRows(checked, problems, Locale.SIMPLIFIED_CHINESE));
		var mine = sql.sql("""
				update member_import set status = 'DONE', rows_done = ?, done_at = ?, content = ?, by_person = ?,
				       version = version + 1
				 where id = ? and status = 'RUNNING' and run_no = ?""")
			.param(done)
			.param(Timestamp.from(clock.now()))
			.param(new SqlParameterValue(java.sql.Types.BINARY, rest))
			.param(Actor.current().personId())
			.param(id)
			.param(run)
			.update();
		if (mine == 0) {
			throw new WrongState("member.import.other-run");
		}
		history.record("MemberImport", id, ImportStatus.RUNNING, ImportStatus.DONE, null);
		forget(id);
	}

	private void admit(List<ImportSheet.Entry> part, String fileName) {
		var heads = members.persons(part.stream().map(ImportSheet.Entry::head).toList());
		var admissions = new ArrayList<MemberDesk.Admission>();
		for (var entry : part) {
			var reason = messages.getMessage("member.import.history", new Object[] { fileName, entry.row().number() },
					Locale.SIMPLIFIED_CHINESE);
			admissions.add(new MemberDesk.Admission(entry.facts(), heads.get(admissions.size()),
					entry.head().name().strip(), entry.admittedOn(), reason));
		}
		members.admit(admissions, false);
	}

	/** Back to the check; nothing was imported. */
	void failed(UUID id, int run, String code) {
		var mine = sql.sql("""
				update member_import set status = 'CHECKED', failure = ?, rows_done = 0, version = version + 1
				 where id = ? and status = 'RUNNING' and run_no = ?""").params(code, id, run).update();
		if (mine > 0) {
			history.record("MemberImport", id, ImportStatus.RUNNING, ImportStatus.CHECKED, null);
			forget(id);
		}
	}

	void discard(UUID id) {
		var seen = require(id);
		var next = seen.status().after(ImportStatus.Action.DISCARD);
		var mine = sql.sql("""
				update member_import set status = 'DISCARDED', content = null, version = version + 1
				 where id = ? and status = 'CHECKED'""").param(id).update();
		if (mine > 0) {
			history.record("MemberImport", id, seen.status(), next, null);
		}
		forget(id);
	}

	/** Lists that nobody needs any more. */
	int clearOlderThan(LocalDate day) {
		return sql.sql("""
				update member_import set content = null, version = version + 1,
				       status = case status when 'CHECKED' then 'DISCARDED' else status end
				 where content is not null and status <> 'RUNNING' and created_at < ?""")
			.param(Timestamp.from(day.atStartOfDay(BusinessClock.ZONE).toInstant()))
			.update();
	}

	/** Says outside the running transaction how far it is. */
	@Component
	@RequiredArgsConstructor
	static class Beat {

		private final JdbcClient sql;

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void at(UUID id, int run, int done) {
			sql.sql("""
					update member_import set rows_done = ?, beat_at = clock_timestamp()
					 where id = ? and run_no = ? and status = 'RUNNING'""").params(done, id, run).update();
		}

	}

}
