package cn.jinfu.member.demo;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.application.ApplicationCommands;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Open applications in each step, so that nobody's workbench is empty. */
@Component
@RequiredArgsConstructor
class DemoApplications {

	/**
	 * number|name|kind|division|mu|products|applicant|how|days ago|state|words; how is
	 * PHONE or COUNTER.
	 */
	private record Line(int number, MemberFacts facts, String applicant, boolean counter, int daysAgo, String state,
			String words) {

		static Line of(String text) {
			var parts = text.split("\\|", -1);
			return new Line(Integer.parseInt(parts[0]),
					new MemberFacts(parts[1], MemberKind.valueOf(parts[2]), null, new DivisionCode(parts[3]), null,
							AreaMu.of(parts[4]), parts[5], null, null),
					parts[6], parts[7].equals("COUNTER"), Integer.parseInt(parts[8]), parts[9], parts[10]);
		}
	}

	private final ApplicationCommands commands;

	private final PersonDesk persons;

	private final JdbcClient sql;

	private final PlatformTransactionManager transactions;

	void load(DemoWorld world, String text) {
		var line = Line.of(text);
		var day = world.today().minusDays(line.daysAgo());
		var id = line.counter() ? atCounter(world, line, day) : byPhone(world, line, day);
		new TransactionTemplate(transactions).executeWithoutResult(
				_ -> sql.sql("update member_application set demo = true where id = ?").param(id).update());
		var titles = DemoMembers.lines("titles");
		var later = day.plusDays(1).isAfter(world.today()) ? world.today() : day.plusDays(1);
		switch (line.state()) {
			case "COUNTY_REVIEW" -> as(world, "township.clerk", titles.get(1), later, "member:application:opine",
					() -> commands.pass(id, line.words(), version(id)));
			case "RETURNED" -> as(world, "township.clerk", titles.get(1), later, "member:application:opine",
					() -> commands.giveBack(id, line.words(), version(id)));
			case "REJECTED" -> as(world, "township.clerk", titles.get(1), later, "member:application:opine",
					() -> commands.reject(id, line.words(), version(id)));
			default -> {
			}
		}
	}

	private UUID byPhone(DemoWorld world, Line line, LocalDate day) {
		var login = "applicant." + line.number();
		new TransactionTemplate(transactions).executeWithoutResult(
				_ -> persons.noted(world.person(login), line.applicant(), null, mobile(world, line.number())));
		return as(world, login, line.applicant(), day, "member:application:submit", () -> commands
			.apply(new ApplicationCommands.Apply(line.facts(), idNumber(world, line.number()), true, null)));
	}

	private UUID atCounter(DemoWorld world, Line line, LocalDate day) {
		return as(world, "member.clerk", DemoMembers.lines("titles").getFirst(), day, "member:application:enter",
				() -> commands.applyFor(new ApplicationCommands.ApplyFor(line.facts(),
						new PersonFacts(line.applicant(), idNumber(world, line.number()), mobile(world, line.number())),
						new ApplicationCommands.Paper("paper", "RH-" + line.number() + ".png", paper()))));
	}

	private long version(UUID id) {
		var template = new TransactionTemplate(transactions);
		template.setReadOnly(true);
		return java.util.Objects
			.requireNonNull(template.execute(_ -> sql.sql("select version from member_application where id = ?")
				.param(id)
				.query(Long.class)
				.single()));
	}

	private void as(DemoWorld world, String login, String name, LocalDate day, String permission, Runnable act) {
		as(world, login, name, day, permission, () -> {
			act.run();
			return world.person(login);
		});
	}

	private UUID as(DemoWorld world, String login, String name, LocalDate day, String permission, Supplier<UUID> act) {
		var result = new AtomicReference<UUID>();
		var person = world.person(login);
		new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), Scope.ALL,
				Set.of(permission, "member:application:view"))
			.run(() -> result.set(BusinessClock.at(day.atTime(10, 20).atZone(BusinessClock.ZONE).toInstant(), act)));
		return java.util.Objects.requireNonNull(result.get());
	}

	private static MobileNumber mobile(DemoWorld world, int number) {
		return new MobileNumber(String.format(Locale.ROOT, "139%s%04d", world.main() ? "0002" : "0003", number));
	}

	/** Of people born in 1900: nobody's who lives. */
	private static ResidentId idNumber(DemoWorld world, int number) {
		return DemoMembers.checked(String.format(Locale.ROOT, "%s19000101%03d", world.tenantId(), number),
				"0123456789X", ResidentId::new);
	}

	/** A sheet with grey lines, in place of somebody's handwriting. */
	static byte[] paper() {
		var image = new BufferedImage(420, 594, BufferedImage.TYPE_BYTE_GRAY);
		var pen = image.createGraphics();
		pen.setColor(Color.WHITE);
		pen.fillRect(0, 0, 420, 594);
		pen.setColor(Color.GRAY);
		for (int y = 80; y < 540; y += 28) {
			pen.drawLine(48, y, (y % 84 == 0) ? 300 : 372, y);
		}
		pen.dispose();
		var out = new ByteArrayOutputStream();
		try {
			javax.imageio.ImageIO.write(image, "png", out);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

}
