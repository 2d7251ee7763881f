package cn.jinfu.supply.product;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.supply.Products;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class ProductQueries implements Products {

	private static final String SELECT = """
			select p.id, p.member_id, p.no, p.name, p.crop, c.name as crop_name, p.variety, p.grade, p.net_weight_kg,
			       p.gtin, p.brand_class, p.photo_id, p.status = 'ACTIVE' as active, p.version, p.registered_on,
			       m.name as member_name, m.no as member_no
			  from supply_product p join production_crop c on c.code = p.crop join member_member m on m.id = p.member_id
			""";

	private final JdbcClient sql;

	/** A product with its owner, as lists show it. */
	public record Row(Product product, String memberNo, String memberName, LocalDate registeredOn, long version) {

		public ProductStatus status() {
			return product.active() ? ProductStatus.ACTIVE : ProductStatus.WITHDRAWN;
		}

	}

	/** What a list is narrowed to; null means all. */
	public record Filter(@Nullable String q, @Nullable UUID memberId, @Nullable ProductStatus status) {

		String like() {
			return (q == null || q.isBlank()) ? "%" : "%" + q.strip() + "%";
		}

		@Nullable String statusName() {
			return (status != null) ? status.name() : null;
		}

	}

	@Override
	public Optional<Product> find(UUID productId) {
		return sql.sql(SELECT + " where p.id = ?").param(productId).query(ProductQueries::product).optional();
	}

	@Override
	public Optional<Product> byCode(String gtinOrNo) {
		return sql.sql(SELECT + " where p.gtin = ? or p.no = ?")
			.params(gtinOrNo, gtinOrNo)
			.query(ProductQueries::product)
			.optional();
	}

	@Override
	public Map<UUID, Product> inSet(Collection<UUID> productIds) {
		if (productIds.isEmpty()) {
			return Map.of();
		}
		return sql.sql(SELECT + " where p.id in (:ids)")
			.param("ids", productIds)
			.query(ProductQueries::product)
			.list()
			.stream()
			.collect(Collectors.toMap(Product::productId, Function.identity()));
	}

	@Override
	public List<Product> ofMember(UUID memberId) {
		return sql.sql(SELECT + " where p.member_id = ? and p.status = 'ACTIVE' order by p.no")
			.param(memberId)
			.query(ProductQueries::product)
			.list();
	}

	/** In order of number. */
	@PreAuthorize("hasAuthority('supply:product:view')")
	public Paged<Row> list(Filter filter, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var where = """
				where (p.name ilike :like or p.no ilike :like or p.gtin ilike :like or m.name ilike :like)
				 and (:member::uuid is null or p.member_id = :member) and (:status::text is null or p.status = :status)""";
		var rows = bind(SELECT + where + " and p.no > :after order by p.no limit :limit", filter)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query(ProductQueries::row)
			.list();
		var count = bind("select count(*) from supply_product p join member_member m on m.id = p.member_id " + where,
				filter)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.product().no()));
	}

	@PreAuthorize("hasAuthority('supply:product:view')")
	public Row view(UUID productId) {
		return sql.sql(SELECT + " where p.id = ?")
			.param(productId)
			.query(ProductQueries::row)
			.optional()
			.orElseThrow(() -> new NotFound("supply.product.not-found", productId));
	}

	private JdbcClient.StatementSpec bind(String text, Filter filter) {
		return sql.sql(text)
			.param("like", filter.like())
			.param("member", filter.memberId(), java.sql.Types.OTHER)
			.param("status", filter.statusName(), java.sql.Types.VARCHAR);
	}

	private static Row row(ResultSet row, int n) throws SQLException {
		return new Row(product(row, n), row.getString("member_no"), row.getString("member_name"),
				row.getObject("registered_on", LocalDate.class), row.getLong("version"));
	}

	private static Product product(ResultSet row, int n) throws SQLException {
		return new Product(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), row.getString("no"),
				row.getString("name"), row.getString("crop"), row.getString("crop_name"), row.getString("variety"),
				row.getString("grade"), row.getBigDecimal("net_weight_kg").stripTrailingZeros(), row.getString("gtin"),
				row.getString("brand_class"), row.getObject("photo_id", UUID.class), row.getBoolean("active"));
	}

}
