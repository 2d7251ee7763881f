package cn.jinfu.supply.fieldsale;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.supply.Products;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** 田头卖货 without a network. */
@Component
@RequiredArgsConstructor
class FieldSaleOutbox implements OutboxForm {

	private final Products products;

	@Override
	public String path() {
		return "/portal/field-sales";
	}

	@Override
	public String page() {
		return "/portal/field-sales/new";
	}

	@Override
	public boolean live() {
		return false;
	}

	@Override
	public String titleKey() {
		return "supply.portal.field-sale";
	}

	@Override
	public String permission() {
		return "supply:field-sale:view";
	}

	@Override
	public List<Line> told(UUID memberId, Typed typed) {
		return Typed.said(new Line("supply.product", product(memberId, typed)),
				new Line("supply.order.weight", typed.text("quantity") + " " + typed.word("unit", FieldUnit.class)),
				new Line("supply.price.per-unit", typed.text("price")),
				new Line("supply.tap.buyer",
						typed.text("buyerName").isEmpty() ? typed.text("buyerPick") : typed.text("buyerName")),
				new Line("supply.tap.pay", typed.word("payMethod", PayMethod.class)));
	}

	private String product(UUID memberId, Typed typed) {
		return typed.ids("productId")
			.stream()
			.flatMap(id -> products.find(id).stream())
			.filter(it -> it.memberId().equals(memberId))
			.map(Products.Product::name)
			.findFirst()
			.orElse("");
	}

}
