package cn.jinfu.member.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberIT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

@MemberIT
class ImportIT {

	private static final String TENANT = "330482";

	private static final List<String> HEAD = List.of("name", "kind", "township", "village", "areaMu", "personName",
			"idNumber", "mobile", "admittedOn");

	/** The most that one file may hold is 5,000: {@code -Djinfu.import.rows=5000}. */
	private static final int ROWS = Integer.getInteger("jinfu.import.rows", 400);

	@Autowired
	ImportCommands commands;

	@Autowired
	ImportDesk desk;

	@Autowired
	ImportDesk.Beat beat;

	@Autowired
	ImportSheet sheet;

	@Autowired
	Problems problems;

	@Autowired
	MemberDirectory members;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	@BeforeEach
	void tenantExists() {
		sql.sql("""
				insert into platform_tenant (code, name, division, demo) values ('330498', 'x', '330498', true)
				on conflict do nothing""").update();
	}

	/**
	 * Its own federation: what is imported here must not meet the demo of other tests.
	 */
	private static Actor clerk(String tenant) {
		var id = UUID.nameUUIDFromBytes(("import" + tenant).getBytes(java.nio.charset.StandardCharsets.UTF_8));
		return new Actor(Actor.Kind.PERSON, id, id, "clerk", "clerk", tenant, Scope.ALL,
				Set.of("member:member:import", "member:member:view"));
	}

	private static <T> T as(Actor actor, Supplier<T> body) {
		var result = new AtomicReference<T>();
		actor.run(() -> result.set(body.get()));
		return result.get();
	}

	private static byte[] file(List<List<String>> rows) {
		var out = new ByteArrayOutputStream();
		try {
			SheetExport.xlsx(out, "m", HEAD,
					rows.stream().map(row -> row.stream().map(Cell::text).toList()).iterator());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	private static List<String> row(String name, String id, String mobile) {
		return List.of(name, "FAMILY_FARM", "330498101", "", "12.5", "人" + name, id, mobile, "2024-03-05");
	}

	private void importNow(UUID id, boolean onlyGood) {
		desk.work(id, desk.start(id, onlyGood), problems, beat);
	}

	@Test
	void wrongRowsKeepEverythingOutUntilSomebodyAsksForTheGoodOnes() {
		clerk("330498").run(() -> {
			var id = commands.check("会员.xlsx", file(List.of(row("甲农场", "", "13711110001"),
					row("乙农场", "110105194912310021", "13711110002"), row("丙农场", "", "137111"))));
			var one = commands.show(id);
			assertThat(one.rowsGood()).isEqualTo(1);
			assertThat(one.rowsBad()).isEqualTo(2);
			assertThatThrownBy(() -> commands.start(id, false)).hasMessageContaining("member.import.wrong-rows");
			assertThat(members.search("甲农场", 5)).isEmpty();

			importNow(id, true);
			assertThat(members.search("甲农场", 5)).hasSize(1);
			assertThat(members.search("乙农场", 5)).isEmpty();
			assertThat(commands.show(id).status()).isEqualTo(ImportStatus.DONE);

			var again = sheet(commands.wrongRows(id, Locale.SIMPLIFIED_CHINESE));
			assertThat(again.content().rows()).hasSize(2);
			assertThat(again.content().wrongRows()).hasSize(2);
		});
	}

	private ImportSheet.Checked sheet(byte[] file) {
		return java.util.Objects.requireNonNull(transaction.execute(_ -> sheet.check(file)));
	}

	@Test
	void whatHasOneMeaningIsRepairedAndMarked() {
		clerk("330498").run(() -> {
			var checked = sheet(file(List
				.of(List.of("丁农场", "FAMILY_FARM", "330498101", "", "１２．５", "丁", "", "137 1111 0004", "2024.3.5"))));
			assertThat(checked.content().wrongRows()).isEmpty();
			assertThat(checked.repaired()).isEqualTo(1);
			assertThat(checked.good().getFirst().admittedOn()).isEqualTo("2024-03-05");
			assertThat(checked.content().rows().getFirst().repairs()).extracting("column")
				.contains("areaMu", "mobile", "admittedOn");
		});
	}

	@Test
	void idNumberThatExcelRoundedIsRefusedWithAHint() throws IOException {
		var out = new ByteArrayOutputStream();
		SheetExport.xlsx(out, "m", HEAD,
				List.of(List.of(Cell.text("戊农场"), Cell.text("FAMILY_FARM"), Cell.text("330498101"), Cell.text(""),
						Cell.number(new java.math.BigDecimal("3")), Cell.text("戊"),
						Cell.number(new java.math.BigDecimal("110105194912310000")), Cell.text("13711110005"),
						Cell.text("")))
					.iterator());
		clerk("330498").run(() -> assertThat(sheet(out.toByteArray()).content().wrongRows().getFirst().problems())
			.extracting("code")
			.contains("kernel.sheet.rounded-number"));
	}

	@Test
	void doubledRowsAndKnownMembersAreRefusedByRow() {
		clerk("330498").run(() -> {
			var first = file(List.of(row("己农场", "", "13711110006")));
			importNow(commands.check("a.xlsx", first), false);
			assertThat(sheet(first).content().wrongRows().getFirst().problems()).extracting("code")
				.containsExactly("member.import.known");
			assertThat(sheet(file(List.of(row("庚农场", "", "13711110007"), row("庚农场", "", "13711110008")))).content()
				.wrongRows()).singleElement().satisfies(row -> assertThat(row.number()).isEqualTo(3));
		});
	}

	@Test
	void onePersonInSeveralRowsIsNotedOnceAndSharedNumbersKeepPeopleApart() {
		clerk("330498").run(() -> {
			var rows = List.of(List.of("丑农场", "FAMILY_FARM", "330498101", "", "1", "丑", "", "13711110021", ""),
					List.of("寅农场", "FAMILY_FARM", "330498101", "", "1", "丑", "", "13711110021", ""),
					List.of("卯农场", "FAMILY_FARM", "330498101", "", "1", "卯", "", "13711110021", ""));
			importNow(commands.check("g.xlsx", file(rows)), false);
			var heads = transaction.execute(_ -> sql.sql("""
					select p.person_id from member_post p join member_member m on m.id = p.member_id
					 where m.name in ('丑农场', '寅农场', '卯农场') order by m.no""").query(UUID.class).list());
			assertThat(heads).hasSize(3);
			assertThat(heads.get(0)).isEqualTo(heads.get(1)).isNotEqualTo(heads.get(2));
			var reached = transaction.execute(_ -> sql.sql("""
					select count(*) from member_person_mobile where person_id = any(?) and ended_at is null""")
				.param(heads.toArray(UUID[]::new))
				.query(Long.class)
				.single());
			assertThat(reached).isEqualTo(2);
		});
	}

	@Test
	void pressingTwiceImportsOnce() throws InterruptedException {
		var id = as(clerk("330498"), () -> commands.check("b.xlsx", file(List.of(row("辛农场", "", "13711110009")))));
		var runs = new ArrayList<Integer>();
		var threads = IntStream.range(0, 4).mapToObj(_ -> Thread.ofVirtual().start(() -> clerk("330498").run(() -> {
			var run = desk.start(id, false);
			synchronized (runs) {
				runs.add(run);
			}
		}))).toList();
		for (var thread : threads) {
			thread.join();
		}
		assertThat(runs).hasSize(4).filteredOn(run -> run > 0).hasSize(1);
		clerk("330498").run(() -> {
			desk.work(id, runs.stream().mapToInt(Integer::intValue).max().orElseThrow(), problems, beat);
			assertThat(members.search("辛农场", 5)).hasSize(1);
			assertThat(desk.start(id, false)).isZero();
		});
	}

	@Test
	void runThatWasTakenForBrokenOffImportsNothing() {
		clerk("330498").run(() -> {
			var id = commands.check("c.xlsx", file(List.of(row("壬农场", "", "13711110010"))));
			var run = desk.start(id, false);
			transaction.executeWithoutResult(_ -> sql
				.sql("update member_import set beat_at = clock_timestamp() - interval '1 hour' where id = ?")
				.param(id)
				.update());
			var second = desk.start(id, false);
			assertThat(second).isEqualTo(run + 1);
			assertThatThrownBy(() -> desk.work(id, run, problems, beat)).isInstanceOf(Refusal.WrongState.class);
			assertThat(members.search("壬农场", 5)).isEmpty();
			desk.work(id, second, problems, beat);
			assertThat(members.search("壬农场", 5)).hasSize(1);
		});
	}

	@Test
	void fileIsKeptSealedAndClearedAfterTheImport() {
		clerk("330498").run(() -> {
			var id = commands.check("d.xlsx", file(List.of(row("癸农场", "", "13711110011"))));
			var kept = transaction
				.execute(_ -> sql.sql("select convert_from(content, 'UTF8') from member_import where id = ?")
					.param(id)
					.query(String.class)
					.single());
			assertThat(kept).startsWith("1.member-list.");
			importNow(id, false);
			assertThat(commands.show(id).kept()).isFalse();
		});
	}

	@Test
	void anotherFederationAndAnotherRoleSeeNoImport() {
		var id = as(clerk("330498"), () -> commands.check("e.xlsx", file(List.of(row("子农场", "", "13711110012")))));
		clerk(TENANT).run(() -> assertThatThrownBy(() -> commands.show(id)).isInstanceOf(Refusal.NotFound.class));
		new Actor(Actor.Kind.PERSON, UUID.randomUUID(), UUID.randomUUID(), "x", "x", "330498", Scope.ALL,
				Set.of("member:member:view"))
			.run(() -> assertThatThrownBy(() -> commands.show(id)).isInstanceOf(AccessDeniedException.class));
	}

	@Test
	void oldExcelIsRefusedWithWhatToDo() {
		byte[] ole = new byte[512];
		System.arraycopy(
				new byte[] { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1 },
				0, ole, 0, 8);
		clerk("330498")
			.run(() -> assertThatThrownBy(() -> commands.check("alt.xls", ole)).hasMessageContaining("old-format"));
	}

	@Test
	void aLongListIsImported() {
		var rows = IntStream.rangeClosed(1, ROWS)
			.mapToObj(i -> row("大户" + i + "号农场", "", String.format(Locale.ROOT, "137%08d", 20_000_000 + i)))
			.toList();
		clerk("330498").run(() -> {
			var id = commands.check("many.xlsx", file(rows));
			importNow(id, false);
			var one = commands.show(id);
			assertThat(one.status()).isEqualTo(ImportStatus.DONE);
			assertThat(one.rowsDone()).isEqualTo(ROWS);
			assertThat(members.search("大户" + (ROWS - 1) + "号", 5)).hasSize(1);
		});
	}

}
