package cn.jinfu.credit.product;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Money;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Products, to read: what is offered for everybody, all editions for staff. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class ProductApi {

	record BankResource(UUID id, String name) {
	}

	/** Money in yuan, rates as yearly percentages, days as working days. */
	record ProductResource(UUID id, String code, int edition, String name, ProductStatus status,
			@Nullable LocalDate validFrom, @Nullable LocalDate validTo, GuaranteeKind guarantee, String minGrade,
			String conditions, Money minAmount, Money maxAmount, Money memberCap, int minMonths, int maxMonths,
			List<RepayMethod> repayMethods, LocalDate lprOn, BigDecimal lprPercent, int spreadBp,
			BigDecimal ratePercent, BigDecimal guaranteeFeePercent, BigDecimal guaranteePercent,
			BigDecimal premiumPercent, String documents, List<BankResource> banks, long version) {

		static ProductResource of(ProductDesk.View view) {
			var it = view.product();
			return new ProductResource(it.id(), it.code(), it.edition(), it.name(), it.status(), it.validFrom(),
					it.validTo(), it.guaranteeKind(), it.minGrade(), it.conditions(), it.minAmount(), it.maxAmount(),
					it.memberCap(), it.minMonths(), it.maxMonths(), it.repayMethods(), it.lprOn(), it.lprPercent(),
					it.spreadBp(), it.ratePercent(), it.guaranteeFeePercent(), it.guaranteePercent(),
					it.premiumPercent(), it.bring(),
					view.banks().stream().map(bank -> new BankResource(bank.id(), bank.name())).toList(), it.version());
		}

	}

	private final ProductDesk desk;

	@GetMapping("/offered-products")
	List<ProductResource> offered() {
		return desk.offered().stream().map(ProductResource::of).toList();
	}

	/** All of them: a federation has a few. */
	@GetMapping("/loan-products")
	List<ProductResource> list() {
		return desk.list().stream().map(ProductResource::of).toList();
	}

	@GetMapping("/loan-products/{id}")
	ResponseEntity<ProductResource> show(@PathVariable UUID id) {
		var resource = ProductResource.of(desk.show(id));
		return ResponseEntity.ok().eTag("\"" + resource.version() + "\"").body(resource);
	}

}
