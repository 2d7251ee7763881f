package cn.jinfu.credit.product;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

public interface LoanProducts extends Repository<LoanProduct, UUID> {

	LoanProduct save(LoanProduct product);

	Optional<LoanProduct> findById(UUID id);

	LoanProduct saveAndFlush(LoanProduct product);

	/** What can be applied for on that day, in the order in which it is shown. */
	@Query("""
			select p from LoanProduct p where p.status = IN_FORCE and p.validFrom <= ?1
			   and (p.validTo is null or p.validTo >= ?1) order by p.place, p.code""")
	List<LoanProduct> offered(LocalDate on);

	@Query("select p from LoanProduct p order by p.place, p.code, p.edition desc")
	List<LoanProduct> all();

	List<LoanProduct> findByCodeOrderByEditionDesc(String code);

	/** Editions whose last day is past. */
	@Query("select p from LoanProduct p where p.status = IN_FORCE and p.validTo < ?1")
	List<LoanProduct> over(LocalDate today);

	@Query("select p from LoanProduct p where p.status = PROPOSED order by p.proposedAt")
	List<LoanProduct> proposed();

	/** One at a time puts editions of a product in force. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select p from LoanProduct p where p.code = ?1 and p.status = IN_FORCE order by p.validFrom")
	List<LoanProduct> lockInForce(String code);

	/** The banks that do this product. */
	@Query(nativeQuery = true, value = "select bank_id from credit_product_bank where product_id = ?1 order by bank_id")
	List<UUID> bankIds(UUID productId);

	default LoanProduct require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.product.not-found", id));
	}

}
