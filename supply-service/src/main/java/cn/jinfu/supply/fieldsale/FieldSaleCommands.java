package cn.jinfu.supply.fieldsale;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.Mandates;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Turnover;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.supply.LotDispatch;
import cn.jinfu.supply.Products;
import cn.jinfu.supply.SaleGate;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class FieldSaleCommands {

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * @param clientUid made by the phone: sent twice, it is one sale
	 * @param harvestLotId null when the seller names none; the sale is then not proved
	 */
	public record Sell(UUID clientUid, UUID productId, @Nullable UUID harvestLotId, BigDecimal kg, Money pricePerKg,
			String buyerName, PayMethod payMethod, LocalDate soldOn) {
	}

	private final FieldSales sales;

	private final Products products;

	private final HarvestLots harvestLots;

	private final Turnover turnover;

	private final ServiceUse uses;

	private final Mandates mandates;

	private final ObjectProvider<SaleGate> gate;

	private final ObjectProvider<LotDispatch> dispatch;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	/**
	 * @return the sale's id
	 */
	@PreAuthorize("hasAuthority('supply:field-sale:record')")
	public UUID sell(Sell command) {
		var actor = Actor.current();
		var known = sales.findByClientUid(command.clientUid()).filter(it -> it.memberId().equals(actor.memberId()));
		if (known.isPresent()) {
			return known.get().id();
		}
		var product = products.find(command.productId())
			.filter(it -> it.memberId().equals(actor.memberId()) && it.active())
			.orElseThrow(() -> new NotFound("supply.product.not-found", command.productId()));
		var sale = FieldSale.of(numbers.next("field_sale", "F-%06d"), command.clientUid(),
				new FieldSale.Goods(actor.memberId(), product.productId(), command.harvestLotId(), command.kg(),
						command.pricePerKg()),
				new FieldSale.Deal(command.buyerName(), command.payMethod(), command.soldOn()), token(), actor,
				clock.now());
		sales.save(sale);
		history.record("FieldSale", sale.id(), null, sale.status(), null);
		var lot = sale.harvestLotId();
		if (lot != null) {
			harvestLots.find(lot)
				.filter(it -> it.memberId().equals(sale.memberId()))
				.orElseThrow(() -> new NotFound("supply.order.lot-not-found", lot));
			gate.getObject().check(lot);
			dispatch.getObject().sell(lot, sale.kg(), sale.id());
		}
		turnover.record(new Turnover.Entry(sale.memberId(), sale.soldOn().getYear(), Turnover.Kind.SALE, sale.kg(),
				sale.amount(), product.name(), "supply.field-sale", sale.id()));
		uses.record(sale.memberId(), ServiceKind.PRODUCT_SALE, sale.soldOn(), "supply.field-sale", sale.id());
		return sale.id();
	}

	/**
	 * By the buyer's link; whoever is logged in for the seller is refused.
	 * @param tail the link's secret part
	 */
	public void confirm(String tail, String name) {
		var sale = sales.findByToken(tail).orElseThrow(() -> new NotFound("supply.field-sale.not-found", ""));
		if (Actor.ifPresent().filter(it -> mandates.actsFor(it.personId(), sale.memberId())).isPresent()
				|| Actor.ifPresent().filter(it -> it.personId().equals(sale.recordedBy())).isPresent()) {
			throw new RuleBroken("supply.field-sale.own");
		}
		var before = sale.status();
		sale.confirm(name, clock.now());
		sales.save(sale);
		history.record("FieldSale", sale.id(), before, sale.status(), null);
	}

	/**
	 * Entered by mistake: the kilograms go back to the lot, the member account is put
	 * right by a negative entry.
	 */
	@PreAuthorize("hasAuthority('supply:field-sale:record')")
	public void revoke(UUID id, String reason, long version) {
		var sale = mine(id).seenAt(version);
		if (reason.isBlank()) {
			throw new RuleBroken("supply.field-sale.reason").at("reason");
		}
		var before = sale.status();
		sale.revoke(reason.strip());
		sales.save(sale);
		history.record("FieldSale", id, before, sale.status(), reason);
		var lot = sale.harvestLotId();
		if (lot != null) {
			dispatch.getObject().giveBack(lot, id);
		}
		turnover
			.record(new Turnover.Entry(sale.memberId(), sale.soldOn().getYear(), Turnover.Kind.SALE, sale.kg().negate(),
					sale.amount().negated(), products.find(sale.productId()).map(Products.Product::name).orElseThrow(),
					"supply.field-sale.void", id));
		uses.reverse(ServiceKind.PRODUCT_SALE, "supply.field-sale", id);
	}

	/** Shows that money moved when the buyer does not confirm. */
	@PreAuthorize("hasAuthority('supply:field-sale:record')")
	public void attach(UUID id, String name, byte[] picture) {
		var sale = mine(id);
		sale.attach(files.store(FileStore.Kind.PHOTO, name, picture, FileStore.Visibility.MEMBER, sale.memberId())
			.fileId());
		sales.save(sale);
	}

	private FieldSale mine(UUID id) {
		var sale = sales.require(id);
		if (!sale.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("supply.field-sale.not-found", id);
		}
		return sale;
	}

	private static String token() {
		var bytes = new byte[15];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
