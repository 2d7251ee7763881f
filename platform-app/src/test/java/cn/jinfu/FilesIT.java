package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.FileStore.Kind;
import cn.jinfu.kernel.FileStore.Stored;
import cn.jinfu.kernel.FileStore.Visibility;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionOperations;

/** What was uploaded, and who may open it. */
@PlatformIT
class FilesIT {

	private static final UUID FARM = Ids.next();

	@Autowired
	FileStore files;

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transactions;

	@Value("${jinfu.data}")
	Path data;

	@Test
	void staffFileIsForStaffAlone() {
		var file = store(Visibility.PRIVATE, FARM, 1);
		assertThat(status(file, staff(DemoWorld.MAIN_TENANT, Scope.ALL))).isEqualTo(200);
		assertThat(status(file, farm(FARM))).isEqualTo(404);
		assertThat(status(file, staff(DemoWorld.MAIN_TENANT, Scope.township("330482999")))).isEqualTo(404);
		assertThat(status(file, staff(DemoWorld.OTHER_TENANT, Scope.ALL))).isEqualTo(404);
		assertThat(mvc.get().uri("/files/{id}", file.fileId())).hasStatus(HttpStatus.FOUND);
		assertThat(mvc.get().uri("/files/public/{id}", file.fileId())).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void membersFileIsForThatMemberToo() {
		var file = store(Visibility.MEMBER, FARM, 2);
		assertThat(status(file, farm(FARM))).isEqualTo(200);
		assertThat(status(file, farm(Ids.next()))).isEqualTo(404);
		assertThat(status(file, staff(DemoWorld.MAIN_TENANT, Scope.outlet(Ids.next())))).isEqualTo(404);
	}

	@Test
	void publicFileIsShownToAnyoneAndRunsNothing() {
		var file = store(Visibility.PUBLIC, null, 3);
		var answer = mvc.get().uri("/files/public/{id}", file.fileId()).exchange();
		assertThat(answer).hasStatusOk()
			.hasHeader("Content-Type", "image/png")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.hasHeader("Content-Security-Policy", "default-src 'none'; sandbox");
		assertThat(answer.getResponse().getHeader("Content-Disposition")).startsWith("inline");
		assertThat(mvc.get()
			.uri("/files/public/{id}", file.fileId())
			.header("If-None-Match", Objects.requireNonNull(answer.getResponse().getHeader("ETag"))))
			.hasStatus(HttpStatus.NOT_MODIFIED);
	}

	@Test
	void contentNobodyNamesIsSweptAfterADay() throws IOException {
		var kept = store(Visibility.PRIVATE, null, 4);
		var lost = new Stored[1];
		staff(DemoWorld.MAIN_TENANT, Scope.ALL).run(() -> transactions.executeWithoutResult(status -> {
			lost[0] = files.store(Kind.PHOTO, "x.png", png(5), Visibility.PRIVATE, null);
			status.setRollbackOnly();
		}));
		age(kept);
		assertThat(path(lost[0])).exists();
		staff(DemoWorld.MAIN_TENANT, Scope.ALL).run(() -> files.sweep(Instant.now()));
		assertThat(path(lost[0])).as("still young: its transaction may be running").exists();
		age(lost[0]);
		staff(DemoWorld.MAIN_TENANT, Scope.ALL).run(() -> files.sweep(Instant.now()));
		assertThat(path(lost[0])).doesNotExist();
		assertThat(path(kept)).exists();
	}

	@Test
	void pageInAPicturesClothesIsRefused() {
		staff(DemoWorld.MAIN_TENANT, Scope.ALL).run(() -> Assertions.assertThatExceptionOfType(Refusal.RuleBroken.class)
			.isThrownBy(() -> files.store(Kind.PHOTO, "x.jpg", "<svg onload='x'/>".getBytes(), Visibility.PUBLIC, null))
			.satisfies(refused -> assertThat(refused.code()).isEqualTo("kernel.file.type")));
	}

	private Stored store(Visibility visibility, @Nullable UUID memberId, int colour) {
		var stored = new Stored[1];
		staff(DemoWorld.MAIN_TENANT, Scope.ALL)
			.run(() -> stored[0] = files.store(Kind.PHOTO, "地块.png", png(colour), visibility, memberId));
		return stored[0];
	}

	private int status(Stored file, Actor actor) {
		return mvc.get()
			.uri("/files/{id}", file.fileId())
			.with(authentication(actor.authentication()))
			.exchange()
			.getResponse()
			.getStatus();
	}

	private Path path(Stored file) {
		return data.resolve("files").resolve(file.sha256().substring(0, 2)).resolve(file.sha256());
	}

	private void age(Stored file) throws IOException {
		Files.setLastModifiedTime(path(file), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
	}

	private static Actor staff(String tenant, Scope scope) {
		return actor(tenant, scope, "console:open");
	}

	private static Actor farm(UUID member) {
		return actor(DemoWorld.MAIN_TENANT, Scope.member(member), "portal:open");
	}

	private static Actor actor(String tenant, Scope scope, String permission) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "test", "test", tenant, scope, Set.of(permission));
	}

	private static byte[] png(int colour) {
		var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, colour);
		var out = new ByteArrayOutputStream();
		try {
			ImageIO.write(image, "png", out);
		}
		catch (IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

}
