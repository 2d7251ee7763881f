package cn.jinfu.credit.product;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.credit.product.LoanProduct.Content;
import cn.jinfu.credit.product.ProductStatus.Action;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** New editions of products: one drafts, another puts them in force. */
@Service
@Transactional
@RequiredArgsConstructor
public class ProductDesk {

	private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{1,19}");

	private static final int MOST_WORDS = 400;

	private final LoanProducts products;

	private final PartnerBanks banks;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * An edition with its banks and how many applications were made with it.
	 */
	public record View(LoanProduct product, List<PartnerBank> banks, long applications, @Nullable LoanProduct base) {

		public boolean can(String action) {
			return product.status().allows(Action.valueOf(action));
		}

	}

	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID draft(String code, Content content, Collection<UUID> bankIds) {
		if (!CODE.matcher(code).matches()) {
			throw new RuleBroken("credit.product.code").at("code");
		}
		if (!products.findByCodeOrderByEditionDesc(code).isEmpty()) {
			throw new RuleBroken("credit.product.code-taken", code).at("code");
		}
		return draft(code, 1, content, null, bankIds);
	}

	/** The next edition, as this one is until its drafter writes something else. */
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public UUID copy(UUID id) {
		var base = products.require(id);
		var editions = products.findByCodeOrderByEditionDesc(base.code());
		if (editions.stream()
			.anyMatch(it -> it.status() == ProductStatus.DRAFT || it.status() == ProductStatus.PROPOSED)) {
			throw new RuleBroken("credit.product.under-way", base.code());
		}
		return draft(base.code(), editions.getFirst().edition() + 1, base.content().noted(""), base.id(),
				products.bankIds(base.id()));
	}

	private UUID draft(String code, int edition, Content content, @Nullable UUID basedOn, Collection<UUID> bankIds) {
		var actor = Actor.current();
		var draft = products.saveAndFlush(
				LoanProduct.draft(code, edition, content, basedOn, actor.personId(), actor.displayName(), clock.now()));
		link(draft, bankIds);
		history.record(LoanProduct.TYPE, draft.id(), null, draft.status(), null);
		return draft.id();
	}

	@PreAuthorize("hasAuthority('credit:product:edit')")
	public void edit(UUID id, Content content, Collection<UUID> bankIds, long version) {
		var product = products.require(id).seenAt(version);
		product.edit(content, Actor.current().personId());
		products.saveAndFlush(product);
		link(product, bankIds);
	}

	private void link(LoanProduct product, Collection<UUID> bankIds) {
		sql.sql("delete from credit_product_bank where product_id = ?").param(product.id()).update();
		for (var bank : new TreeSet<>(bankIds)) {
			sql.sql("insert into credit_product_bank (tenant_id, product_id, bank_id) values (?, ?, ?)")
				.params(Tenant.require(), product.id(), banks.require(bank).id())
				.update();
		}
	}

	@PreAuthorize("hasAuthority('credit:product:edit')")
	public void propose(UUID id, long version) {
		var actor = Actor.current();
		var product = products.require(id).seenAt(version);
		var before = product.status();
		product.propose(products.bankIds(id).size(), actor.personId(), actor.displayName(), clock.now());
		save(product, before, product.note());
	}

	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void giveBack(UUID id, String reason, long version) {
		var product = products.require(id).seenAt(version);
		var before = product.status();
		product.giveBack();
		save(product, before, words(reason));
	}

	/**
	 * Puts it in force; the edition before it has its last day on the day before.
	 * @param from the first day; today means at once
	 */
	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void start(UUID id, LocalDate from, long version) {
		var actor = Actor.current();
		var product = products.require(id).seenAt(version);
		var before = product.status();
		var earlier = products.lockInForce(product.code());
		product.requireMayStart(from, clock.today(), actor.personId());
		// the end of the one before reaches the database first: on no day there are two
		for (var it : earlier) {
			if (it.validTo() == null || !it.validTo().isBefore(from)) {
				it.until(from.minusDays(1));
				products.saveAndFlush(it);
			}
		}
		product.start(from, clock.today(), actor.personId(), actor.displayName(), clock.now());
		save(product, before, null);
		endDue(clock.today());
	}

	/** Nobody can apply for it from tomorrow on. */
	@PreAuthorize("hasAuthority('credit:product:approve')")
	public void end(UUID id, String reason, long version) {
		var product = products.require(id).seenAt(version);
		var before = product.status();
		product.end(clock.today());
		save(product, before, words(reason));
	}

	@PreAuthorize("hasAuthority('credit:product:edit')")
	public void discard(UUID id, String reason, long version) {
		var product = products.require(id).seenAt(version);
		var before = product.status();
		product.discard();
		save(product, before, words(reason));
	}

	/**
	 * Editions past their last day.
	 * @return how many
	 */
	public int endDue(LocalDate today) {
		var over = products.over(today);
		for (var it : over) {
			var before = it.status();
			it.end(java.util.Objects.requireNonNull(it.validTo()));
			save(it, before, null);
		}
		return over.size();
	}

	private void save(LoanProduct product, ProductStatus before, @Nullable String reason) {
		products.saveAndFlush(product);
		history.record(LoanProduct.TYPE, product.id(), before, product.status(), reason);
	}

	private static String words(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
		return words.strip();
	}

	/** All editions, by place, the newest of each product first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public List<View> list() {
		return products.all().stream().map(this::view).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:view')")
	public View show(UUID id) {
		return view(products.require(id));
	}

	/** What can be applied for today. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:product:view', 'credit:own:view')")
	public List<View> offered() {
		return products.offered(clock.today()).stream().map(this::view).toList();
	}

	private View view(LoanProduct product) {
		return new View(product, products.bankIds(product.id()).stream().map(banks::require).toList(),
				sql.sql("select count(*) from credit_application where product_id = ? and status <> 'DRAFT'")
					.param(product.id())
					.query(Long.class)
					.single(),
				(product.basedOn() != null) ? products.require(product.basedOn()) : null);
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:product:edit')")
	public List<PartnerBank> banks() {
		return banks.findAllByOrderByClientId();
	}

	/** Proposed and not by this person, the longest first. */
	@Transactional(readOnly = true)
	public List<LoanProduct> waiting(UUID person) {
		return products.proposed()
			.stream()
			.filter(it -> !person.equals(it.draftedBy()) && !person.equals(it.proposedBy()))
			.toList();
	}

}
