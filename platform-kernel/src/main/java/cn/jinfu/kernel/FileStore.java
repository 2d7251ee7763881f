package cn.jinfu.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * What people upload. The content lies in the data folder under its SHA-256, the row that
 * says whose it is in the database. A file is written and synced before its row, so a row
 * always has its file; a file without a row is what a rolled-back transaction leaves, and
 * {@link #sweep} removes it.
 */
@Component
public class FileStore {

	/**
	 * What may be uploaded where. The type is read from the bytes; what the browser
	 * claims counts for nothing.
	 */
	public enum Kind {

		PHOTO(Set.of(FileContent.JPEG, FileContent.PNG)),
		DOCUMENT(Set.of(FileContent.JPEG, FileContent.PNG, FileContent.PDF)), SHEET(Set.of(FileContent.XLSX)),
		VOICE(Set.of(FileContent.WEBM, FileContent.OGG, FileContent.MP4_AUDIO, FileContent.AAC, FileContent.AMR,
				FileContent.MP3, FileContent.WAV)),
		FORM(Set.of(FileContent.PDF, FileContent.DOCX));

		private final Set<String> types;

		Kind(Set<String> types) {
			this.types = types;
		}

	}

	/**
	 * Staff only; staff and that member; anyone. SEALED is given out by no address of
	 * files, only by whoever holds its key.
	 */
	public enum Visibility {

		PRIVATE, MEMBER, PUBLIC, SEALED

	}

	/**
	 * @param name for people, with the ending that fits the content
	 */
	public record Stored(UUID fileId, String name, String mediaType, long sizeBytes, String sha256) {
	}

	private record Row(UUID fileId, String name, String mediaType, long sizeBytes, String sha256, Visibility visibility,
			@Nullable UUID memberId, UUID createdBy) {

		Stored stored() {
			return new Stored(fileId, name, mediaType, sizeBytes, sha256);
		}

	}

	/** Of one upload, after what does not belong in it was taken out. */
	public static final int MAX_BYTES = 10 << 20;

	/** Shared by who stores, exclusive for who sweeps. */
	private static final long LOCK = 0x6a66_6669_6c65L;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final Path folder;

	private final ObjectProvider<MemberReach> reach;

	FileStore(JdbcClient sql, BusinessClock clock, @Value("${jinfu.data:./data}") Path data,
			ObjectProvider<MemberReach> reach) {
		this.sql = sql;
		this.clock = clock;
		this.folder = data.resolve("files");
		this.reach = reach;
	}

	/**
	 * Takes part in the caller's transaction.
	 * @param memberId whose file it is, if it is about a member; required for
	 * {@link Visibility#MEMBER}
	 * @throws Refusal.RuleBroken {@code kernel.file.size}, {@code kernel.file.type} or
	 * {@code kernel.file.unreadable}
	 */
	@Transactional
	public Stored store(Kind kind, String name, byte[] content, Visibility visibility, @Nullable UUID memberId) {
		if (visibility == Visibility.MEMBER && memberId == null) {
			throw new IllegalArgumentException("a member's file names the member");
		}
		if (content.length == 0 || content.length > MAX_BYTES) {
			throw new Refusal.RuleBroken("kernel.file.size", MAX_BYTES >> 20);
		}
		var type = type(kind, content);
		var clean = FileContent.cleaned(type, content);
		if (clean.length > MAX_BYTES) {
			throw new Refusal.RuleBroken("kernel.file.size", MAX_BYTES >> 20);
		}
		return keep(name, type, clean, visibility, memberId);
	}

	/**
	 * What only the holder of a key can open: the type is read from the plain bytes, what
	 * lies in the folder is what {@code seal} made of them.
	 * @throws Refusal.RuleBroken {@code kernel.file.type}
	 */
	@Transactional
	public Stored storeSealed(Kind kind, String name, byte[] plain, UnaryOperator<byte[]> seal, UUID memberId) {
		return keep(name, type(kind, plain), seal.apply(plain), Visibility.SEALED, memberId);
	}

	/**
	 * The media type of these bytes.
	 * @throws Refusal.RuleBroken {@code kernel.file.type} where that kind does not take
	 * it
	 */
	public static String type(Kind kind, byte[] content) {
		var type = FileContent.type(content);
		if (!kind.types.contains(type)) {
			throw new Refusal.RuleBroken("kernel.file.type", kind);
		}
		return type;
	}

	private Stored keep(String name, String type, byte[] clean, Visibility visibility, @Nullable UUID memberId) {
		var stored = new Stored(Ids.next(), FileContent.name(name, type), type, clean.length,
				HexFormat.of().formatHex(Sealing.sha256(clean)));
		sql.sql("select pg_advisory_xact_lock_shared(?)").param(LOCK).query((row, n) -> true).single();
		write(stored.sha256(), clean);
		sql.sql("""
				insert into platform_file (id, tenant_id, sha256, media_type, size_bytes, name, visibility, member_id,
				                           created_by, created_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(stored.fileId())
			.param(Tenant.require())
			.param(stored.sha256())
			.param(type)
			.param(stored.sizeBytes())
			.param(stored.name())
			.param(visibility.name())
			.param(memberId)
			.param(Actor.current().personId())
			.param(Timestamp.from(clock.now()))
			.update();
		return stored;
	}

	/**
	 * The same for what came with a form; empty when nobody chose a file. A refusal names
	 * the form's field.
	 */
	@Transactional
	public Optional<Stored> store(Kind kind, @Nullable MultipartFile upload, Visibility visibility,
			@Nullable UUID memberId) {
		if (upload == null || upload.isEmpty()) {
			return Optional.empty();
		}
		try {
			var name = upload.getOriginalFilename();
			return Optional.of(store(kind, (name != null) ? name : "", upload.getBytes(), visibility, memberId));
		}
		catch (Refusal.RuleBroken refused) {
			throw refused.at(upload.getName());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Transactional(readOnly = true)
	public Optional<Stored> find(UUID fileId) {
		return row(fileId).map(Row::stored);
	}

	/**
	 * @throws Refusal.NotFound where this federation has no such file
	 */
	@Transactional(readOnly = true)
	public byte[] content(UUID fileId) {
		var stored = find(fileId).orElseThrow(() -> new Refusal.NotFound("kernel.file.unknown"));
		try {
			var content = Files.readAllBytes(path(stored.sha256()));
			if (!HexFormat.of().formatHex(Sealing.sha256(content)).equals(stored.sha256())) {
				throw new IllegalStateException("file " + fileId + " is not what was stored");
			}
			return content;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * The file if this actor may open it. Staff open what lies in their reach, a member
	 * what is its own and meant for it, everybody what they brought themselves.
	 */
	@Transactional(readOnly = true)
	public Optional<Stored> readable(UUID fileId, Actor actor) {
		return row(fileId).filter(row -> mayRead(row, actor)).map(Row::stored);
	}

	/** From now on for anyone: somebody has looked at it. */
	@Transactional
	public void publish(UUID fileId) {
		sql.sql("update platform_file set visibility = 'PUBLIC' where id = ?").param(fileId).update();
	}

	/** The file if it is for anyone. */
	@Transactional(readOnly = true)
	public Optional<Stored> published(UUID fileId) {
		return row(fileId).filter(row -> row.visibility() == Visibility.PUBLIC).map(Row::stored);
	}

	private boolean mayRead(Row row, Actor actor) {
		var memberId = row.memberId();
		if (row.visibility() == Visibility.SEALED) {
			return false;
		}
		return row.visibility() == Visibility.PUBLIC || row.createdBy().equals(actor.personId())
				|| switch (actor.scope().kind()) {
					case ALL -> actor.may("console:open");
					case ORG, TOWNSHIP -> actor.may("console:open") && memberId != null
							&& reach.stream().anyMatch(it -> it.includes(actor, memberId));
					case MEMBER -> row.visibility() == Visibility.MEMBER && memberId != null
							&& actor.scope().ref().equals(memberId.toString());
					case OUTLET, BANK, NONE -> false;
				};
	}

	private Optional<Row> row(UUID fileId) {
		return sql.sql("""
				select id as file_id, name, media_type, size_bytes, sha256, visibility, member_id, created_by
				  from platform_file where id = ?""").param(fileId).query(Row.class).optional();
	}

	/**
	 * Removes contents that no row of any federation names and that have lain for a day.
	 * @return how many
	 */
	@Transactional
	public int sweep(Instant now) {
		if (!Files.isDirectory(folder)) {
			return 0;
		}
		sql.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
		var before = FileTime.from(now.minus(Duration.ofDays(1)));
		try (var files = Files.walk(folder)) {
			var gone = 0;
			for (var file : files.filter(Files::isRegularFile).toList()) {
				if (Files.getLastModifiedTime(file).compareTo(before) < 0 && !known(file.getFileName().toString())) {
					Files.delete(file);
					gone++;
				}
			}
			return gone;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private boolean known(String sha256) {
		return sql.sql("select jf_file_known(?)").param(sha256).query(Boolean.class).single();
	}

	/** First beside its place, synced, then moved: the name stands for whole contents. */
	private void write(String sha256, byte[] content) {
		var file = path(sha256);
		try {
			if (Files.exists(file) && Files.size(file) == content.length) {
				Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
				return;
			}
			createFolder(file.resolveSibling("."));
			var fresh = Files.createTempFile(folder, "new-", "");
			try {
				try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
					var left = ByteBuffer.wrap(content);
					while (left.hasRemaining()) {
						channel.write(left);
					}
					channel.force(true);
				}
				Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(fresh);
			}
			syncFolder(file.toAbsolutePath().getParent());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private Path path(String sha256) {
		return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
	}

	/** For the server's own user only. */
	private static void createFolder(Path wanted) throws IOException {
		if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			Files.createDirectories(wanted.normalize(),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		else {
			Files.createDirectories(wanted.normalize());
		}
	}

	/** So that the name itself outlives a power cut; not every system lets one. */
	private static void syncFolder(@Nullable Path parent) throws IOException {
		if (parent != null && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
			try (var channel = FileChannel.open(parent, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

}
