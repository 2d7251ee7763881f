package cn.jinfu.credit.product;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

public interface LoanProducts extends Repository<LoanProduct, UUID> {

	LoanProduct save(LoanProduct product);

	Optional<LoanProduct> findById(UUID id);

	/** What can be applied for on that day, by code. */
	@Query("select p from LoanProduct p where p.validFrom <= ?1 and (p.validTo is null or p.validTo >= ?1) order by p.code")
	List<LoanProduct> offered(LocalDate on);

	/** The banks that do this product. */
	@Query(nativeQuery = true, value = "select bank_id from credit_product_bank where product_id = ?1 order by bank_id")
	List<UUID> bankIds(UUID productId);

	default LoanProduct require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.product.not-found", id));
	}

}
