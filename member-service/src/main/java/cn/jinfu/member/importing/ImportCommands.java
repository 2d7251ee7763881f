package cn.jinfu.member.importing;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import lombok.extern.slf4j.Slf4j;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/**
 * What a clerk does with a list. The import itself runs in the background; who started it
 * may leave the page and come back.
 */
@Service
@Slf4j
@PreAuthorize("hasAuthority('member:member:import')")
class ImportCommands {

	private final ImportDesk desk;

	private final ImportDesk.Beat beat;

	private final Problems problems;

	private final Executor background;

	ImportCommands(ImportDesk desk, ImportDesk.Beat beat, Problems problems,
			@Qualifier("applicationTaskExecutor") Executor background) {
		this.desk = desk;
		this.beat = beat;
		this.problems = problems;
		this.background = background;
	}

	/** Checks a file; nothing is imported yet. */
	public UUID check(String fileName, byte[] content) {
		return desk.keep(fileName, content);
	}

	public List<MemberImport> latest() {
		return desk.latest();
	}

	public MemberImport show(UUID id) {
		return desk.require(id);
	}

	public ImportSheet.Checked checked(UUID id) {
		return desk.checked(id);
	}

	public byte[] wrongRows(UUID id, Locale locale) {
		return desk.wrongRows(id, problems, locale);
	}

	public void start(UUID id, boolean onlyGood) {
		var run = desk.start(id, onlyGood);
		if (run > 0) {
			var actor = Actor.current();
			background.execute(() -> actor.run(() -> run(id, run)));
		}
	}

	private void run(UUID id, int run) {
		try {
			desk.work(id, run, problems, beat);
		}
		catch (Refusal refused) {
			log.info("import {} refused: {}", id, refused.getMessage());
			desk.failed(id, run, refused.code());
		}
		catch (DataAccessException failure) {
			log.error("import {} failed", id, failure);
			desk.failed(id, run,
					Constraints.name(failure).map(name -> "constraint." + name).orElse("kernel.unexpected"));
		}
		catch (RuntimeException failure) {
			log.error("import {} failed", id, failure);
			desk.failed(id, run, "kernel.unexpected");
		}
	}

	public void discard(UUID id) {
		desk.discard(id);
	}

}
