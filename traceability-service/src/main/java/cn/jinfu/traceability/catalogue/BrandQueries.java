package cn.jinfu.traceability.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The brand's catalogue; classes, standards and designs are no secret to anybody. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class BrandQueries {

	private static final String DESIGNS = """
			select d.id, d.name, d.class_code, c.name as class_name, d.grade, d.made, d.pieces
			  from brand_package_design d
			  join brand_product_class c on c.tenant_id = d.tenant_id and c.code = d.class_code""";

	private static final String IN_FORCE = " l.status = 'ACTIVE' and :today between l.valid_from and l.valid_until ";

	private final JdbcClient sql;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('brand:catalogue:view')")
	public List<BrandView> list() {
		return sql.sql("select id from brand_regional_brand order by since, name")
			.query(UUID.class)
			.list()
			.stream()
			.map(this::view)
			.toList();
	}

	@PreAuthorize("hasAuthority('brand:catalogue:view')")
	public BrandView view(UUID id) {
		return sql.sql("select id, name, owner, since, about from brand_regional_brand where id = ?")
			.param(id)
			.query((row, n) -> new BrandView(id, row.getString(2), row.getString(3), row.getObject(4, LocalDate.class),
					row.getString(5), licensees(id), marks(id), classes(id), standards(id), designs(id)))
			.optional()
			.orElseThrow(() -> new NotFound("brand.brand.not-found", id));
	}

	@PreAuthorize("hasAuthority('brand:catalogue:view')")
	public BrandView.Design design(UUID id) {
		return sql.sql(DESIGNS + " where d.id = ?")
			.param(id)
			.query(BrandQueries::design)
			.optional()
			.orElseThrow(() -> new NotFound("brand.package.not-found", id));
	}

	@PreAuthorize("hasAuthority('brand:catalogue:view')")
	public Paged<BrandView.Move> moves(UUID designId, @Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var rows = sql
			.sql("""
					select p.id, p.kind, p.pieces, p.licence_id, l.holder, p.on_day, p.note, p.at, p.by_name
					  from brand_package_move p left join brand_licence l on l.tenant_id = p.tenant_id and l.id = p.licence_id
					 where p.design_id = :design and (:after = 0 or p.id < :after) order by p.id desc limit :limit""")
			.param("design", designId)
			.param("after", from.isEmpty() ? 0 : Long.parseLong(from.getFirst()))
			.param("limit", limit + 1)
			.query((row, n) -> new BrandView.Move(row.getLong(1), BrandCatalogue.PackageMove.valueOf(row.getString(2)),
					row.getInt(3), row.getObject(4, UUID.class), row.getString(5), row.getObject(6, LocalDate.class),
					row.getString(7), row.getTimestamp(8).toInstant(), row.getString(9)))
			.list();
		var total = sql.sql("select count(*) from brand_package_move where design_id = ?")
			.param(designId)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, row -> Cursor.of(row.id()));
	}

	/** Licences in force for the design's class: to whom its packages may go. */
	@PreAuthorize("hasAuthority('brand:catalogue:view')")
	public List<Choice> licensees(BrandView.Design design) {
		return sql
			.sql("select l.id, l.holder, l.number from brand_licence l where l.class_code = :class and " + IN_FORCE
					+ " order by l.number")
			.param("class", design.classCode())
			.param("today", clock.today())
			.query((row, n) -> new Choice(row.getString(1), row.getString(2) + " " + row.getString(3)))
			.list();
	}

	/** Classes that one may apply for. */
	public List<Choice> classes() {
		return sql.sql("select code, name from brand_product_class order by service, code")
			.query((row, n) -> new Choice(row.getString(1), row.getString(2)))
			.list();
	}

	/** Standards that an applicant for the class may follow. */
	public List<Choice> standardsOf(String classCode) {
		return sql.sql("""
				select code, title from brand_standard where (class_code is null or class_code = ?) and valid_from <= ?
				 order by class_code nulls last, code""")
			.params(classCode, clock.today())
			.query((row, n) -> new Choice(row.getString(1), row.getString(2), row.getString(1), null))
			.list();
	}

	/** The crop of a class, null for services and classes without a crop of ours. */
	public @Nullable String cropOf(String classCode) {
		return sql.sql("select coalesce(crop, '') from brand_product_class where code = ?")
			.param(classCode)
			.query(String.class)
			.optional()
			.filter(it -> !it.isEmpty())
			.orElse(null);
	}

	/** Designs in which goods of the class may be packed. */
	public List<BrandView.Design> designsOf(String classCode) {
		return sql.sql(DESIGNS + " where d.class_code = ? order by d.name")
			.param(classCode)
			.query(BrandQueries::design)
			.list();
	}

	private int licensees(UUID brandId) {
		return sql.sql("""
				select count(distinct l.member_id) from brand_licence l
				  join brand_product_class c on c.tenant_id = l.tenant_id and c.code = l.class_code
				  join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
				 where m.brand_id = :brand and
				""" + IN_FORCE).param("brand", brandId).param("today", clock.today()).query(Integer.class).single();
	}

	private List<BrandView.Mark> marks(UUID brandId) {
		return sql.sql("""
				select id, name, kind, registration_no, holder, valid_until from brand_mark
				 where brand_id = ? order by name""")
			.param(brandId)
			.query((row, n) -> new BrandView.Mark(row.getObject(1, UUID.class), row.getString(2),
					BrandCatalogue.MarkKind.valueOf(row.getString(3)), row.getString(4), row.getString(5),
					row.getObject(6, LocalDate.class)))
			.list();
	}

	private List<BrandView.ProductClass> classes(UUID brandId) {
		return sql.sql("""
				select c.code, c.name, c.service, m.name, (select count(*) from brand_licence l
				    where l.tenant_id = c.tenant_id and l.class_code = c.code and
				""" + IN_FORCE + """
				) from brand_product_class c
				  join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
				 where m.brand_id = :brand order by c.service, 5 desc, c.code""")
			.param("brand", brandId)
			.param("today", clock.today())
			.query((row, n) -> new BrandView.ProductClass(row.getString(1), row.getString(2), row.getBoolean(3),
					row.getString(4), row.getInt(5)))
			.list();
	}

	/** Group standards in force, in order of their codes. */
	public List<BrandView.Standard> standards() {
		return sql.sql("""
				select s.code, s.title, c.name, s.valid_from from brand_standard s
				  left join brand_product_class c on c.tenant_id = s.tenant_id and c.code = s.class_code
				 where s.valid_from <= ? order by s.code""").param(clock.today()).query(BrandQueries::standard).list();
	}

	private static BrandView.Standard standard(ResultSet row, int n) throws SQLException {
		return new BrandView.Standard(row.getString(1), row.getString(2), row.getString(3),
				row.getObject(4, LocalDate.class));
	}

	private List<BrandView.Standard> standards(UUID brandId) {
		return sql.sql("""
				select s.code, s.title, c.name, s.valid_from from brand_standard s
				  left join brand_product_class c on c.tenant_id = s.tenant_id and c.code = s.class_code
				  left join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id
				 where s.class_code is null or m.brand_id = ? order by s.code""")
			.param(brandId)
			.query(BrandQueries::standard)
			.list();
	}

	private List<BrandView.Design> designs(UUID brandId) {
		return sql
			.sql(DESIGNS + " join brand_mark m on m.tenant_id = c.tenant_id and m.id = c.mark_id"
					+ " where m.brand_id = ? order by d.class_code, d.name")
			.param(brandId)
			.query(BrandQueries::design)
			.list();
	}

	private static BrandView.Design design(ResultSet row, int n) throws SQLException {
		return new BrandView.Design(row.getObject("id", UUID.class), row.getString("name"), row.getString("class_code"),
				row.getString("class_name"), row.getString("grade"), row.getInt("made"), row.getInt("pieces"));
	}

}
