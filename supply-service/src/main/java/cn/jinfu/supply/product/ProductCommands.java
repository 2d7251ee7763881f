package cn.jinfu.supply.product;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class ProductCommands {

	/**
	 * @param branded whether it is sold under the regional brand
	 */
	public record Register(UUID memberId, String name, String crop, String variety, String grade,
			BigDecimal netWeightKg, @Nullable String gtin, boolean branded, @Nullable Photo photo) {
	}

	/** A picture as it was sent. */
	public record Photo(String name, byte[] content) {
	}

	private final FarmProducts products;

	private final Crops crops;

	private final MemberDirectory members;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final PublicReviews reviews;

	private final BusinessClock clock;

	/**
	 * @return the product's id
	 */
	@PreAuthorize("hasAuthority('supply:product:register')")
	public UUID register(Register command) {
		mine(command.memberId());
		members.requireActive(command.memberId());
		crops.find(command.crop()).orElseThrow(() -> new RuleBroken("supply.product.crop").at("crop"));
		if (products.existsByMemberIdAndName(command.memberId(), command.name().strip())) {
			throw new RuleBroken("supply.product.name-taken", command.name()).at("name");
		}
		var brandClass = command.branded() ? command.crop().toUpperCase(Locale.ROOT) : null;
		var product = FarmProduct.register(numbers.next("product", "P-%06d"), command.memberId(),
				new FarmProduct.Description(command.name(), command.crop(), command.variety(), command.grade(),
						command.netWeightKg(), command.gtin(), brandClass),
				clock.today());
		var gtin = product.gtin();
		if (gtin != null && products.existsByGtin(gtin)) {
			throw new RuleBroken("supply.product.gtin-taken", gtin).at("gtin");
		}
		var photo = command.photo();
		if (photo != null) {
			product.picture(
					files
						.store(FileStore.Kind.PHOTO, photo.name(), photo.content(), FileStore.Visibility.MEMBER,
								command.memberId())
						.fileId());
		}
		products.save(product);
		history.record("Product", product.id(), null, product.status(), null);
		var picture = product.photoId();
		if (picture != null) {
			reviews.submit(PublicReviews.PublicKind.PRODUCT_PHOTO, product.id(), product.name(), null, picture,
					Actor.current());
		}
		return product.id();
	}

	@PreAuthorize("hasAuthority('supply:product:register')")
	public void withdraw(UUID productId, long version) {
		var product = products.require(productId);
		mine(product.memberId());
		product.seenAt(version).withdraw();
		products.save(product);
		history.record("Product", productId, ProductStatus.ACTIVE, product.status(), null);
	}

	private static void mine(UUID memberId) {
		var actor = Actor.current();
		if (actor.scope().kind() == Scope.Kind.MEMBER && !actor.memberId().equals(memberId)
				|| actor.scope().kind() != Scope.Kind.MEMBER && !actor.scope().isAll()) {
			throw new NotFound("supply.product.not-found", memberId);
		}
	}

}
