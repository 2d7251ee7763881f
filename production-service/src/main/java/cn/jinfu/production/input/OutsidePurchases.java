package cn.jinfu.production.input;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import lombok.RequiredArgsConstructor;
import lombok.With;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/**
 * 平台外购入: what a farm bought elsewhere is a fact like any other; the photo proves it, the
 * mark stays, and it weighs on the grade, not on honesty.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class OutsidePurchases {

	/**
	 * @param inputId from the catalogue, or null with {@code name} as it stands on the
	 * package
	 * @param quantity in the base unit
	 */
	public record Enter(UUID clientUid, UUID memberId, @Nullable UUID inputId, @Nullable String name, InputKind kind,
			@Nullable String registrationNo, InputUnit unit, String lotNo, BigDecimal quantity, LocalDate boughtOn,
			String seller) {
	}

	private final JdbcClient sql;

	private final InputCatalogue catalogue;

	private final InputHoldings holdings;

	private final BusinessClock clock;

	private final EntryRules rules;

	private final Farms farms;

	private final FileStore files;

	private final List<PurchaseFollower> followers;

	/** One entry as its farm and staff see it; the quantity in the base unit. */
	public record Purchase(UUID id, UUID memberId, @With String memberName, UUID inputId, String inputName,
			InputUnit unit, String lotNo, BigDecimal quantity, LocalDate boughtOn, String seller, UUID photoId,
			String byName) {
	}

	/**
	 * @param photo the package or the receipt; without it there is no entry
	 * @return the entry's id; a repeat of the same {@code clientUid} gives the first one
	 */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public UUID enter(Enter purchase, @Nullable MultipartFile photo) {
		farms.requireReached(purchase.memberId());
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 2))")
			.param(purchase.clientUid().toString())
			.query((row, n) -> "")
			.single();
		var known = sql.sql("select id from production_outside_purchase where client_uid = ?")
			.param(purchase.clientUid())
			.query(UUID.class)
			.optional();
		if (known.isPresent()) {
			return known.get();
		}
		if (purchase.quantity().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		rules.current().late(purchase.boughtOn(), clock.today(), "-");
		var photoId = files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, purchase.memberId())
			.map(FileStore.Stored::fileId)
			.orElseThrow(() -> new RuleBroken("production.purchase.photo-needed").at("photo"));
		var inputId = input(purchase);
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_outside_purchase
				  (id, tenant_id, version, client_uid, member_id, input_id, lot_no, quantity, bought_on, seller,
				   photo_id, recorded_at, recorded_by, by_name)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), purchase.clientUid(), purchase.memberId(), inputId, purchase.lotNo(),
					purchase.quantity(), purchase.boughtOn(), purchase.seller(), photoId, Timestamp.from(clock.now()),
					actor.personId(), actor.displayName())
			.update();
		holdings.credit(new InputHoldings.Movement(purchase.memberId(), inputId, purchase.lotNo(), purchase.quantity(),
				InputHoldings.Source.OUTSIDE_PURCHASE, id, purchase.boughtOn()));
		followers.forEach(it -> it.bought(id));
		return id;
	}

	/** A farm's entries, the latest bought first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<Purchase> ofMember(UUID memberId, int limit) {
		farms.requireReached(memberId);
		return farms.named(
				sql.sql("""
						select b.id, b.member_id, b.input_id, i.name, i.unit, b.lot_no, b.quantity, b.bought_on, b.seller, b.photo_id,
						       b.by_name
						  from production_outside_purchase b
						  join production_agri_input i on i.tenant_id = b.tenant_id and i.id = b.input_id
						 where b.member_id = ? order by b.bought_on desc, b.id desc limit ?""")
					.params(memberId, limit)
					.query((row, n) -> new Purchase(row.getObject(1, UUID.class), row.getObject(2, UUID.class), "",
							row.getObject(3, UUID.class), row.getString(4), InputUnit.valueOf(row.getString(5)),
							row.getString(6), row.getBigDecimal(7), row.getObject(8, LocalDate.class), row.getString(9),
							row.getObject(10, UUID.class), row.getString(11)))
					.list(),
				Purchase::memberId, Purchase::withMemberName);
	}

	private UUID input(Enter purchase) {
		var inputId = purchase.inputId();
		if (inputId != null) {
			return catalogue.require(inputId).inputId();
		}
		var name = purchase.name();
		if (name == null || name.isBlank()) {
			throw new RuleBroken("production.purchase.name-needed").at("name");
		}
		return catalogue.unlisted(name, purchase.kind(), purchase.registrationNo(), purchase.unit());
	}

}
