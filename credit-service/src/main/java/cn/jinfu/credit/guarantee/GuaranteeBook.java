package cn.jinfu.credit.guarantee;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The guarantor's book. Capacity is decided under the guarantor's row lock, with letters
 * that are only reserved counted in: two approvals at once cannot both take the rest.
 */
@Service
@RequiredArgsConstructor
public class GuaranteeBook {

	private static final String TYPE = "Guarantee";

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private final Guarantors guarantors;

	private final Guarantees guarantees;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * Capacity now and with one more guarantee of the given amount.
	 *
	 * @param multiple balance over net assets, two decimals
	 * @param singlePercent this customer's share of net assets, two decimals
	 */
	public record Capacity(String guarantor, Money balance, Money after, Money netAssets, LocalDate netAssetsOn,
			BigDecimal multiple, BigDecimal mostMultiple, BigDecimal singlePercent, BigDecimal mostSinglePercent,
			boolean fits) {
	}

	/** A line of the list of guarantees. */
	public record Line(UUID guaranteeId, String letterNo, String applicationNo, String memberName, Money amount,
			GuaranteeStatus status, LocalDate issuedOn, LocalDate validTo) {
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public Guarantor register(String name, Money netAssets, LocalDate on, String multiple, String singlePercent,
			Money earlierBalance) {
		return guarantors.save(Guarantor.of(name, netAssets, on, new BigDecimal(multiple),
				new BigDecimal(singlePercent), earlierBalance));
	}

	/** The federation works with one guarantor; empty until it is registered. */
	@Transactional(readOnly = true)
	public Optional<Guarantor> guarantor() {
		return guarantors.findAllByOrderByName().stream().findFirst();
	}

	@Transactional(readOnly = true)
	public Optional<Capacity> capacity(UUID memberId, Money more) {
		return guarantor().map(it -> capacity(it, memberId, more));
	}

	private Capacity capacity(Guarantor guarantor, UUID memberId, Money more) {
		var balance = balance(guarantor);
		var after = balance.plus(more);
		var single = new Money(guarantees.openOf(guarantor.id(), memberId)).plus(more);
		return new Capacity(guarantor.name(), balance, after, guarantor.netAssets(), guarantor.netAssetsOn(),
				ratio(after, guarantor.netAssets(), BigDecimal.ONE), guarantor.multiple(),
				ratio(single, guarantor.netAssets(), HUNDRED), guarantor.singlePercent(),
				after.compareTo(guarantor.most()) <= 0 && single.compareTo(guarantor.mostForOne()) <= 0);
	}

	private Money balance(Guarantor guarantor) {
		return guarantor.earlierBalance().plus(new Money(guarantees.open(guarantor.id())));
	}

	private static BigDecimal ratio(Money part, Money whole, BigDecimal unit) {
		return part.yuan().multiply(unit).divide(whole.yuan(), 2, RoundingMode.HALF_UP);
	}

	/**
	 * Issues the letter (担保意向函) and keeps the capacity for it.
	 * @throws RuleBroken when the multiple or the share of one customer would be exceeded
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Guarantee issue(UUID applicationId, UUID memberId, Money amount, BigDecimal sharePercent,
			BigDecimal feePercent) {
		var id = guarantor().orElseThrow(() -> new RuleBroken("credit.guarantor.none")).id();
		var guarantor = guarantors.lock(id).orElseThrow(() -> new RuleBroken("credit.guarantor.none"));
		if (balance(guarantor).plus(amount).compareTo(guarantor.most()) > 0) {
			throw new RuleBroken("credit.guarantor.multiple", guarantor.most().minus(balance(guarantor)).yuan());
		}
		var single = new Money(guarantees.openOf(id, memberId));
		if (single.plus(amount).compareTo(guarantor.mostForOne()) > 0) {
			throw new RuleBroken("credit.guarantor.single", guarantor.mostForOne().minus(single).yuan());
		}
		var letter = guarantees.save(Guarantee.letter(numbers.next("credit_letter", "DB-%06d"), id, applicationId,
				memberId, amount, sharePercent, feePercent, clock.today()));
		history.record(TYPE, letter.id(), null, letter.status(), null);
		return letter;
	}

	@Transactional(readOnly = true)
	public Guarantee require(UUID id) {
		return guarantees.findById(id).orElseThrow(() -> new NotFound("credit.guarantee.not-found", id));
	}

	@Transactional(readOnly = true)
	public String guarantorName(UUID guarantorId) {
		return guarantors.findAllByOrderByName()
			.stream()
			.filter(it -> it.id().equals(guarantorId))
			.map(Guarantor::name)
			.findFirst()
			.orElse("");
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void enterIntoForce(@Nullable UUID id, Money liability) {
		change(id, it -> it.enterIntoForce(liability));
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void release(@Nullable UUID id) {
		change(id, it -> it.release(clock.today()));
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void cancel(@Nullable UUID id) {
		change(id, it -> it.cancel(clock.today()));
	}

	private void change(@Nullable UUID id, java.util.function.Consumer<Guarantee> change) {
		if (id == null) {
			return;
		}
		var guarantee = require(id);
		var before = guarantee.status();
		change.accept(guarantee);
		guarantees.save(guarantee);
		history.record(TYPE, guarantee.id(), before, guarantee.status(), null);
	}

	/** The latest issued first; null means all. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:guarantee:view')")
	public Paged<Line> list(@Nullable GuaranteeStatus status, @Nullable UUID memberId, @Nullable String q,
			@Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = filtered(
				"select g.id, g.letter_no, a.no, a.member_name, g.amount, g.status, g.issued_on, g.valid_to",
				" and (:no = '' or (g.issued_on, g.letter_no) < (cast(:at as date), :no))"
						+ " order by g.issued_on desc, g.letter_no desc limit :rows",
				status, memberId, q)
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), new Money(row.getBigDecimal(5)), GuaranteeStatus.valueOf(row.getString(6)),
					row.getObject(7, LocalDate.class), row.getObject(8, LocalDate.class)))
			.list();
		var count = filtered("select count(*)", "", status, memberId, q).query(Long.class).single();
		return Paged.of(rows, limit, count, it -> Cursor.of(it.issuedOn(), it.letterNo()));
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, @Nullable GuaranteeStatus status,
			@Nullable UUID memberId, @Nullable String q) {
		return sql
			.sql(select
					+ """
							 from credit_guarantee g join credit_application a on a.tenant_id = g.tenant_id and a.id = g.application_id
							where (:status = '' or g.status = :status) and (:member = '' or g.member_id = nullif(:member, '')::uuid)
							  and (:q = '' or a.member_name like '%' || :q || '%' or upper(:q) in (g.letter_no, a.no))"""
					+ rest)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (memberId != null) ? memberId.toString() : "")
			.param("q", (q != null) ? q.strip() : "");
	}

}
