package cn.jinfu.supply.product;

import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.PublicReviews;
import lombok.RequiredArgsConstructor;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A product's picture is everybody's once somebody has looked at it. */
@Component
@RequiredArgsConstructor
class ProductPhotos {

	private final FarmProducts products;

	private final FileStore files;

	/** Before those who show it. */
	@EventListener
	@Order(1)
	void on(PublicReviews.Reviewed review) {
		if (review.kind() == PublicReviews.PublicKind.PRODUCT_PHOTO && review.shown()) {
			var photo = products.require(review.subjectId()).photoId();
			if (photo != null) {
				files.publish(photo);
			}
		}
	}

}
