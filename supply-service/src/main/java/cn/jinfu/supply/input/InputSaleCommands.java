package cn.jinfu.supply.input;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Turnover;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Prescriptions;
import cn.jinfu.supply.input.InputSale.Buyer;
import cn.jinfu.supply.input.InputSale.Priced;
import cn.jinfu.supply.input.InputSale.Purpose;
import cn.jinfu.supply.blend.BlendOrders;
import cn.jinfu.supply.outlet.Outlet;
import cn.jinfu.supply.outlet.Outlets;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sells agricultural inputs. One transaction takes the locks in the platform's order:
 * sale, shelves by id, quota, holding; it stands or falls as a whole.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class InputSaleCommands {

	/** Under which a purchase counts as the use of a service. */
	static final String SOURCE = "supply.input-sale";

	/** Whole packages from one shelf. */
	public record Item(UUID stockId, int packs) {
	}

	/**
	 * @param tillNo the till's own number: the same sale sent twice is one sale
	 * @param idNo the card's number when it was read; checked, and kept masked only
	 * @param plantingId what it is for, where the buyer can say
	 * @param prescriptionId what it fills; then that says what it is for
	 * @param blendId the blended order that it fills
	 */
	public record Sell(UUID outletId, String tillNo, UUID memberId, String buyerName, IdMethod idMethod,
			@Nullable String idNo, @Nullable UUID plantingId, @Nullable String pest, @Nullable UUID prescriptionId,
			@Nullable UUID blendId, List<Item> items) {
	}

	private final InputSales sales;

	private final Outlets outlets;

	private final Stock stock;

	private final Prices prices;

	private final Quota quota;

	private final Containers containers;

	private final AgriInputs inputs;

	private final InputHoldings holdings;

	private final PlantingFacts plantings;

	private final Prescriptions prescriptions;

	private final BlendOrders blends;

	private final MemberDirectory members;

	private final Turnover turnover;

	private final ServiceUse uses;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final EntityManager entities;

	/**
	 * @return the sale's id; that of the first when the till sends it again
	 * @throws RuleBroken in the order of the law's checks: outlet, substance, real name
	 * and purpose, lot, stock, quota
	 */
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	public UUID sell(Sell command) {
		var actor = Actor.current();
		var outlet = outlets.requireFor(actor, command.outletId());
		var known = sales.findByOutletIdAndTillNo(command.outletId(), command.tillNo());
		if (known.isPresent()) {
			return repeated(known.get(), command);
		}
		var on = clock.today();
		outlet.mayTrade(on);
		var member = members.requireActive(command.memberId());
		var buyer = new Buyer(member.memberId(), command.buyerName().strip(), command.idMethod(), masked(command));
		var prescription = prescription(command);
		var purpose = (prescription != null)
				? new Purpose(prescription.plantingId(), prescription.crop(), prescription.pest()) : purpose(command);
		var priced = priced(command, outlet, purpose, on);
		var sale = InputSale.of(numbers.next("input_sale", "S-%07d"), outlet.id(), command.tillNo(), buyer, purpose,
				priced, actor, clock.now());
		if (prescription != null) {
			sale.fills(prescription.prescriptionId(), prescription.no());
			prescriptions.fill(prescription.prescriptionId(), member.memberId(), sale.id(), sale.no(),
					sale.lines().stream().map(InputSaleLine::inputId).toList());
		}
		sales.save(sale);
		entities.flush();
		if (command.blendId() != null) {
			blends.fill(command.blendId(), member.memberId(), outlet.id(), sale.id(),
					sale.lines().stream().map(InputSaleLine::inputId).collect(Collectors.toSet()));
		}
		move(sale, priced, member, on);
		return sale.id();
	}

	private UUID repeated(InputSale first, Sell again) {
		var same = first.memberId().equals(again.memberId())
				&& Objects.equals(first.prescriptionId(), again.prescriptionId())
				&& Objects.equals(blends.filledBy(first.id()).orElse(null), again.blendId())
				&& first.lines()
					.stream()
					.map(line -> new Item(line.stockId(), line.packs()))
					.toList()
					.equals(sorted(again.items()));
		if (!same) {
			throw new RuleBroken("supply.input-sale.till-reused", again.tillNo());
		}
		return first.id();
	}

	private static List<Item> sorted(List<Item> items) {
		return items.stream().sorted(Comparator.comparing(Item::stockId)).toList();
	}

	private static @Nullable String masked(Sell command) {
		var typed = command.idNo();
		if (command.idMethod() == IdMethod.ID_CARD) {
			if (typed == null || typed.isBlank()) {
				throw new RuleBroken("supply.input-sale.id-missing").at("idNo");
			}
			return new ResidentId(typed.strip()).masked();
		}
		return null;
	}

	/** Signed, this buyer's, and valid today; the filling itself checks again, alone. */
	private Prescriptions.@Nullable Rx prescription(Sell command) {
		var id = command.prescriptionId();
		return (id == null) ? null
				: prescriptions.fillable(id)
					.filter(it -> it.memberId().equals(command.memberId()))
					.orElseThrow(() -> new RuleBroken("supply.input-sale.prescription-unfit").at("prescriptionId"));
	}

	private Purpose purpose(Sell command) {
		var plantingId = command.plantingId();
		if (plantingId == null) {
			return new Purpose(null, null, blankToNull(command.pest()));
		}
		var planting = plantings.find(plantingId)
			.filter(it -> it.memberId().equals(command.memberId()))
			.orElseThrow(() -> new NotFound("supply.input-sale.planting-not-found", plantingId));
		return new Purpose(plantingId, planting.crop(), blankToNull(command.pest()));
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

	/** Checks each item against law and shelf; changes nothing yet. */
	private List<Priced> priced(Sell command, Outlet outlet, Purpose purpose, LocalDate on) {
		if (command.items().isEmpty()) {
			throw new RuleBroken("supply.input-sale.empty").at("stockId");
		}
		var lines = new ArrayList<Priced>();
		for (var item : sorted(command.items())) {
			var shelf = stock.find(item.stockId())
				.filter(it -> it.outletId().equals(outlet.id()))
				.orElseThrow(() -> new NotFound("supply.stock.not-found", item.stockId()));
			var input = inputs.find(shelf.inputId()).orElseThrow();
			var standing = inputs.standing(input.inputId(), on);
			checkLaw(input, standing, outlet, command.idMethod(), purpose, on);
			if (!shelf.expiresOn().isAfter(on)) {
				throw new RuleBroken("supply.stock.expired", shelf.lotNo(), shelf.expiresOn()).at("stockId");
			}
			var price = prices.of(input.inputId(), on)
				.orElseThrow(() -> new RuleBroken("supply.price.missing", input.name()).at("stockId"));
			var goods = new InputSaleLine.Goods(shelf.stockId(), input.inputId(), input.name(), shelf.lotNo(),
					packQuantity(input), packName(input), standing == AgriInputs.Standing.RESTRICTED);
			lines.add(new Priced(
					InputSaleLine.of(lines.size() + 1, goods, item.packs(), price.price(), price.zeroMargin()),
					price.deposit()));
		}
		return lines;
	}

	private void checkLaw(AgriInputs.Input input, AgriInputs.Standing standing, Outlet outlet, IdMethod method,
			Purpose purpose, LocalDate on) {
		var crop = purpose.crop();
		switch (standing) {
			case BANNED -> throw new RuleBroken("supply.input-sale.banned", input.name(), on).at("stockId");
			case RESTRICTED -> {
				if (!outlet.restrictedOk()) {
					throw new RuleBroken("supply.input-sale.restricted-outlet", input.name()).at("stockId");
				}
				if (method != IdMethod.ID_CARD) {
					throw new RuleBroken("supply.input-sale.restricted-no-id", input.name()).at("idMethod");
				}
				if (!purpose.told()) {
					throw new RuleBroken("supply.input-sale.restricted-no-purpose", input.name()).at("pest");
				}
			}
			case FREE -> {
				// nothing more to ask
			}
		}
		if (crop != null && inputs.bannedOn(input.inputId(), crop, on)) {
			throw new RuleBroken("supply.input-sale.banned-on-crop", input.name()).at("plantingId");
		}
	}

	private static java.math.BigDecimal packQuantity(AgriInputs.Input input) {
		var content = input.packQuantity();
		return (content != null) ? content : java.math.BigDecimal.ONE;
	}

	private static String packName(AgriInputs.Input input) {
		var name = input.packName();
		return (name != null) ? name : "";
	}

	private void move(InputSale sale, List<Priced> charged, MemberSummary member, LocalDate on) {
		sale.lines().forEach(line -> stock.sell(line.stockId(), line.packs(), sale.id(), on));
		if (sale.quotaAmount().isPositive()) {
			quota.use(member, sale.quotaAmount(), sale.lines().getFirst().price(), sale.id(), on);
		}
		sale.lines()
			.stream()
			.sorted(Comparator.comparing(InputSaleLine::inputId))
			.forEach(line -> holdings.credit(new InputHoldings.Movement(sale.memberId(), line.inputId(), line.lotNo(),
					line.quantity(), InputHoldings.Source.SALE, line.id(), on)));
		charged.stream()
			.filter(it -> it.deposit().isPositive())
			.forEach(it -> containers.sold(sale.memberId(), it.line().packName(), it.line().packs(), it.depositSum()));
		turnover.record(new Turnover.Entry(sale.memberId(), on.getYear(), Turnover.Kind.PURCHASE, null, sale.total(),
				sale.lines().getFirst().inputName(), SOURCE, sale.id()));
		uses.record(sale.memberId(), ServiceKind.INPUT_PURCHASE, on, SOURCE, sale.id());
	}

}
