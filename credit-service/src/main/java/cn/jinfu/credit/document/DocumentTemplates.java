package cn.jinfu.credit.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentTemplate.Standing;
import cn.jinfu.credit.document.DocumentTemplate.State;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * The papers of banks for products (R35): one person proposes a version with its file,
 * another puts it in force from a day, and the version before it ends the day before. The
 * bank is told by {@code document.changed}. They are shown to farm, bank and federation;
 * nothing here signs, and nothing that signs here takes them.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class DocumentTemplates {

	private static final String TYPE = "DocumentTemplate";

	private static final String CHANGED = "document.changed";

	private static final int MOST_WORDS = 200;

	/** How many a list shows at most; a bank has a few papers for each product. */
	private static final int LINES = 200;

	private static final String SELECT = """
			select d.id, d.bank_id, b.client_id, b.name, d.product_code, d.kind, d.edition, d.title, d.signed_where,
			       d.file_id, f.name, d.sha256, d.note, d.state, d.valid_from, d.valid_to, d.proposed_by, d.proposed_name,
			       d.proposed_at, d.decided_name, d.decided_at, d.ended_name, d.ended_reason
			  from credit_document_template d
			  join credit_bank b on b.tenant_id = d.tenant_id and b.id = d.bank_id
			  join platform_file f on f.tenant_id = d.tenant_id and f.id = d.file_id
			""";

	private static final String IN_ORDER = " order by b.name, d.product_code, d.kind, d.edition desc limit " + LINES;

	/**
	 * What shall be signed.
	 *
	 * @param bank its client id
	 * @param signedWhere any of these will do
	 */
	public record Wanted(String bank, String productCode, DocumentKind kind, String title,
			Collection<SignatureKind> signedWhere, LocalDate from, String note) {
	}

	/** The name, type and bytes of a file. */
	public record Content(String name, String mediaType, byte[] bytes) {
	}

	private final PartnerBanks banks;

	private final FileStore files;

	private final BankOutbox outbox;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** All of them, the newest version of each first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public List<DocumentTemplate> all() {
		return find(SELECT + IN_ORDER);
	}

	/** Proposed by somebody else, the longest first. */
	@Transactional(readOnly = true)
	public List<DocumentTemplate> waiting() {
		return find(SELECT + " where d.state = 'PROPOSED' order by d.proposed_at limit 100").stream()
			.filter(it -> !it.mine())
			.toList();
	}

	/** What holds or will hold for one bank, for its own people. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:bank-case:view')")
	public List<DocumentTemplate> ofBank(String bank) {
		return find(SELECT + " where b.client_id = ? and d.state = 'IN_FORCE'" + IN_ORDER, bank);
	}

	/** What is to be signed at a bank for a product on that day, by kind. */
	@Transactional(readOnly = true)
	public List<DocumentTemplate> inForce(String productCode, UUID bankId, LocalDate on) {
		return find(SELECT + """
				where d.bank_id = ? and d.product_code = ? and d.state = 'IN_FORCE'
				  and daterange(d.valid_from, d.valid_to, '[]') @> cast(? as date)
				order by array_position(array['AUTHORISATION', 'LOAN_CONTRACT', 'GUARANTEE_CONTRACT', 'OTHER'],
				         d.kind::text)""", bankId, productCode, on);
	}

	/** The text of the loan's contract on that day. */
	@Transactional(readOnly = true)
	public Optional<DocumentTemplate> contract(String productCode, UUID bankId, LocalDate on) {
		return inForce(productCode, bankId, on).stream()
			.filter(it -> it.kind() == DocumentKind.LOAN_CONTRACT)
			.findFirst();
	}

	private List<DocumentTemplate> find(String query, Object... params) {
		return sql.sql(query).params(params).query(DocumentTemplates::template).list();
	}

	private static DocumentTemplate template(ResultSet row, int n) throws SQLException {
		var decidedAt = row.getTimestamp(21);
		return new DocumentTemplate(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
				row.getString(4), row.getString(5), DocumentKind.valueOf(row.getString(6)), row.getInt(7),
				row.getString(8), Arrays.stream(row.getString(9).split(",")).map(SignatureKind::valueOf).toList(),
				row.getObject(10, UUID.class), row.getString(11), row.getString(12), row.getString(13),
				State.valueOf(row.getString(14)), row.getObject(15, LocalDate.class),
				row.getObject(16, LocalDate.class), row.getObject(17, UUID.class), row.getString(18),
				row.getTimestamp(19).toInstant(), row.getString(20), (decidedAt != null) ? decidedAt.toInstant() : null,
				row.getString(22), row.getString(23));
	}

	/**
	 * The next version; nothing holds yet.
	 * @throws RuleBroken for a product that the bank does not lend, a day that is past,
	 * no file or one that is neither PDF nor Word
	 */
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID propose(Wanted wanted, @Nullable MultipartFile file) {
		return enter(wanted, () -> files.store(FileStore.Kind.FORM, file, FileStore.Visibility.PRIVATE, null)
			.orElseThrow(() -> new RuleBroken("credit.template.file").at("file")));
	}

	/** The same with a file that did not come by a form. */
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID propose(Wanted wanted, String name, byte[] content) {
		return enter(wanted, () -> files.store(FileStore.Kind.FORM, name, content, FileStore.Visibility.PRIVATE, null));
	}

	/** The file is looked at last, when nothing else is wrong. */
	private UUID enter(Wanted wanted, Supplier<FileStore.Stored> file) {
		var bank = banks.require(wanted.bank());
		requireLent(bank, wanted.productCode());
		if (wanted.from().isBefore(clock.today()) || wanted.from().isAfter(clock.today().plusYears(1))) {
			throw new RuleBroken("credit.template.from").at("from");
		}
		if (wanted.signedWhere().isEmpty()) {
			throw new RuleBroken("credit.template.where").at("signedWhere");
		}
		var stored = file.get();
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into credit_document_template (id, tenant_id, bank_id, product_code, kind, edition, title,
					       signed_where, file_id, sha256, note, state, valid_from, proposed_by, proposed_name, proposed_at)
					values (?, ?, ?, ?, ?, (select coalesce(max(d.edition), 0) + 1 from credit_document_template d
					        where d.bank_id = ? and d.product_code = ? and d.kind = ?), ?, ?, ?, ?, ?, 'PROPOSED', ?, ?, ?, ?)""")
				.params(id, Tenant.require(), bank.id(), wanted.productCode(), wanted.kind().name(), bank.id(),
						wanted.productCode(), wanted.kind().name(), wanted.title().strip(),
						EnumSet.copyOf(wanted.signedWhere()).stream().map(Enum::name).collect(Collectors.joining(",")),
						stored.fileId(), stored.sha256(), wanted.note().strip(), wanted.from(), actor.personId(),
						actor.displayName(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("credit.template.open");
		}
		audit.record("propose-document-template", TYPE, id, subject(wanted.productCode(), wanted.kind()));
		return id;
	}

	private void requireLent(PartnerBank bank, String productCode) {
		var lent = sql.sql("""
				select exists (select 1 from credit_product p join credit_product_bank b on b.tenant_id = p.tenant_id
				                  and b.product_id = p.id where p.code = ? and b.bank_id = ?)""")
			.params(productCode, bank.id())
			.query(Boolean.class)
			.single();
		if (!lent) {
			throw new RuleBroken("credit.template.product", bank.name()).at("productCode");
		}
	}

	/**
	 * By another person than proposed it. One whose first day is past by then is proposed
	 * anew: nobody was shown it on that day.
	 */
	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void confirm(UUID id) {
		var it = locked(id, State.PROPOSED);
		CreditFourEyes.CONFIRM_TEMPLATE.requireOther("credit.template.four-eyes", Actor.current().personId(),
				it.proposedBy());
		if (it.validFrom().isBefore(clock.today())) {
			throw new RuleBroken("credit.template.late");
		}
		for (var earlier : inForceFrom(it)) {
			if (!earlier.validFrom().isBefore(it.validFrom())) {
				throw new RuleBroken("credit.template.follows", earlier.edition());
			}
			sql.sql("update credit_document_template set valid_to = ?, version = version + 1 where id = ?")
				.params(it.validFrom().minusDays(1), earlier.id())
				.update();
		}
		decide(it, State.IN_FORCE);
		outbox.write(it.bankId(), CHANGED, subject(it.productCode(), it.kind()), State.IN_FORCE);
	}

	/** What would hold beside it on its days, under lock. */
	private List<DocumentTemplate> inForceFrom(DocumentTemplate it) {
		return find(SELECT + """
				where d.bank_id = ? and d.product_code = ? and d.kind = ? and d.state = 'IN_FORCE'
				  and (d.valid_to is null or d.valid_to >= ?) order by d.valid_from for update of d""", it.bankId(),
				it.productCode(), it.kind().name(), it.validFrom());
	}

	/** Also by who proposed it: then it is taken back. */
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	public void decline(UUID id) {
		decide(locked(id, State.PROPOSED), State.DECLINED);
	}

	private void decide(DocumentTemplate it, State state) {
		sql.sql("""
				update credit_document_template set state = ?, decided_by = ?, decided_name = ?, decided_at = ?,
				       version = version + 1 where id = ?""")
			.params(state.name(), Actor.current().personId(), Actor.current().displayName(),
					Timestamp.from(clock.now()), it.id())
			.update();
		audit.record((state == State.IN_FORCE) ? "confirm-document-template" : "decline-document-template", TYPE,
				it.id(), subject(it.productCode(), it.kind()) + " " + it.edition());
	}

	/** Nobody signs it after today; nothing follows it. */
	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void end(UUID id, String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("credit.webhook.words", MOST_WORDS).at("reason");
		}
		var it = locked(id, State.IN_FORCE);
		if (it.standing(clock.today()) != Standing.USED) {
			throw new WrongState("credit.template.closed");
		}
		sql.sql("""
				update credit_document_template set valid_to = ?, ended_name = ?, ended_reason = ?, version = version + 1
				 where id = ?""")
			.params(clock.today(), Actor.current().displayName(), reason.strip(), id)
			.update();
		audit.record("end-document-template", TYPE, id, subject(it.productCode(), it.kind()) + " " + it.edition());
		outbox.write(it.bankId(), CHANGED, subject(it.productCode(), it.kind()), Standing.OVER);
	}

	private DocumentTemplate locked(UUID id, State wanted) {
		var found = find(SELECT + " where d.id = ? for update of d", id);
		if (found.isEmpty()) {
			throw new NotFound("credit.template.not-found");
		}
		if (found.getFirst().state() != wanted) {
			throw new WrongState("credit.template.closed");
		}
		return found.getFirst();
	}

	/** What an event is about; the bank reads the rest in its cases. */
	private static String subject(String productCode, DocumentKind kind) {
		return productCode + ":" + kind;
	}

	/** The file of any version, for the federation. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public Content file(UUID id) {
		return content(find(SELECT + " where d.id = ?", id));
	}

	/** The same for a bank's own people; another bank's is not found. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:bank-case:view')")
	public Content fileOfBank(UUID id, String bank) {
		return content(find(SELECT + " where d.id = ? and b.client_id = ? and d.state = 'IN_FORCE'", id, bank));
	}

	/** For a farm, whatever holds today: it reads before it applies. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:own:view')")
	public Content fileInForce(UUID id) {
		return content(find(
				SELECT + """
						where d.id = ? and d.state = 'IN_FORCE' and daterange(d.valid_from, d.valid_to, '[]') @> cast(? as date)""",
				id, clock.today()));
	}

	private Content content(List<DocumentTemplate> found) {
		if (found.isEmpty()) {
			throw new NotFound("credit.template.not-found");
		}
		return content(found.getFirst());
	}

	/** Whoever was given the version may have its file. */
	@Transactional(readOnly = true)
	public Content content(DocumentTemplate it) {
		var stored = files.find(it.fileId()).orElseThrow();
		return new Content(stored.name(), stored.mediaType(), files.content(stored.fileId()));
	}

}
