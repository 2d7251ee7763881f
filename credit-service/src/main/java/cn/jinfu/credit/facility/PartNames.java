package cn.jinfu.credit.facility;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** What people call that for which a part of an umbrella is kept. */
@Component
@RequiredArgsConstructor
class PartNames {

	private final LoanProducts products;

	private final Divisions divisions;

	/** Of products by code and of townships by division. */
	Map<String, String> all() {
		var result = new HashMap<String, String>();
		for (var it : products.all()) {
			result.putIfAbsent(it.code(), it.name());
		}
		for (var it : townships()) {
			result.put(it.code().value(), it.name());
		}
		return result;
	}

	/** One part's: of its product as it is called last, or of its township. */
	String of(FacilityShare part) {
		var code = part.productCode();
		return (code != null)
				? products.findByCodeOrderByEditionDesc(code).stream().findFirst().map(LoanProduct::name).orElse(code)
				: divisions.name(new DivisionCode(part.key()));
	}

	List<Divisions.Division> townships() {
		return divisions.children(new DivisionCode(Tenant.require()));
	}

}
