package cn.jinfu.traceability.catalogue;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the federation lays down about its brand, and the packages that go out. */
@Service
@Transactional
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:catalogue:edit')")
public class BrandCatalogue {

	/** Of the marks law: who may use it beside its holder. */
	public enum MarkKind {

		COLLECTIVE, CERTIFICATION

	}

	/** Into the store from the printer, or out to a licensee. */
	public enum PackageMove {

		MADE, ISSUED

	}

	public record NewMark(UUID brandId, String name, MarkKind kind, String registrationNo, String holder,
			LocalDate validUntil) {
	}

	/**
	 * @param crop stable code of the crop, null for services
	 */
	public record NewClass(UUID markId, String code, String name, boolean service, @Nullable String crop) {
	}

	/**
	 * @param classCode null when every class may follow it
	 */
	public record NewStandard(String code, String title, @Nullable String classCode, LocalDate validFrom) {
	}

	/**
	 * @param grade only lots of this grade go into it; null for any
	 */
	public record NewDesign(String classCode, String name, @Nullable String grade) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final Audit audit;

	public UUID addBrand(String name, String owner, LocalDate since, String about) {
		var id = Ids.next();
		sql.sql("""
				insert into brand_regional_brand (id, tenant_id, name, owner, since, about) values (?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), name, owner, since, about)
			.update();
		return added("RegionalBrand", id, name);
	}

	public UUID addMark(NewMark mark) {
		var id = Ids.next();
		sql.sql("""
				insert into brand_mark (id, tenant_id, version, brand_id, name, kind, registration_no, holder, valid_until)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), mark.brandId(), mark.name(), mark.kind().name(), mark.registrationNo(),
					mark.holder(), mark.validUntil())
			.update();
		return added("BrandMark", id, mark.name());
	}

	public UUID addClass(NewClass named) {
		var id = Ids.next();
		sql.sql("""
				insert into brand_product_class (id, tenant_id, version, mark_id, code, name, service, crop)
				values (?, ?, 0, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), named.markId(), named.code(), named.name(), named.service())
			.param(named.crop())
			.update();
		return added("ProductClass", id, named.code());
	}

	public UUID addStandard(NewStandard standard) {
		var id = Ids.next();
		sql.sql("""
				insert into brand_standard (id, tenant_id, code, title, class_code, valid_from)
				values (?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), standard.code(), standard.title())
			.param(standard.classCode())
			.param(standard.validFrom())
			.update();
		return added("GroupStandard", id, standard.code());
	}

	public UUID addDesign(NewDesign design) {
		var id = Ids.next();
		sql.sql("""
				insert into brand_package_design (id, tenant_id, version, class_code, name, pieces, made, grade)
				values (?, ?, 0, ?, ?, 0, 0, ?)""")
			.params(id, Tenant.require(), design.classCode(), design.name())
			.param(design.grade())
			.update();
		return added("PackageDesign", id, design.name());
	}

	/** New packages come from the printer. */
	@PreAuthorize("hasAuthority('brand:package:move')")
	public void receive(UUID designId, int pieces, String note) {
		lock(designId);
		requirePieces(pieces);
		sql.sql("update brand_package_design set made = made + ?, version = version + 1 where id = ?")
			.params(pieces, designId)
			.update();
		moved(designId, PackageMove.MADE, pieces, null, note);
	}

	/** Packages go out to a member licensed for their class. */
	@PreAuthorize("hasAuthority('brand:package:move')")
	public void issue(UUID designId, UUID licenceId, int pieces, String note) {
		var stock = lock(designId);
		requirePieces(pieces);
		if (pieces > stock.made() - stock.issued()) {
			throw new RuleBroken("brand.package.short", stock.made() - stock.issued()).at("pieces");
		}
		if (!licensed(licenceId, stock.classCode())) {
			throw new RuleBroken("brand.package.not-licensed").at("licenceId");
		}
		sql.sql("update brand_package_design set pieces = pieces + ?, version = version + 1 where id = ?")
			.params(pieces, designId)
			.update();
		moved(designId, PackageMove.ISSUED, pieces, licenceId, note);
	}

	private record Stock(String classCode, int made, int issued) {
	}

	private Stock lock(UUID designId) {
		return sql.sql("select class_code, made, pieces from brand_package_design where id = ? for update")
			.param(designId)
			.query((row, n) -> new Stock(row.getString(1), row.getInt(2), row.getInt(3)))
			.optional()
			.orElseThrow(() -> new NotFound("brand.package.not-found", designId));
	}

	private boolean licensed(UUID licenceId, String classCode) {
		return sql.sql("""
				select count(*) from brand_licence where id = ? and class_code = ? and status = 'ACTIVE'
				   and ? between valid_from and valid_until""")
			.params(licenceId, classCode, clock.today())
			.query(Integer.class)
			.single() > 0;
	}

	private static void requirePieces(int pieces) {
		if (pieces < 1) {
			throw new RuleBroken("brand.package.pieces").at("pieces");
		}
	}

	private void moved(UUID designId, PackageMove kind, int pieces, @Nullable UUID licenceId, String note) {
		var by = Actor.current();
		sql.sql("""
				insert into brand_package_move (tenant_id, design_id, kind, pieces, licence_id, on_day, note, at,
				  by_person, by_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), designId, kind.name(), pieces)
			.param(licenceId)
			.params(clock.today(), note.strip(), Timestamp.from(clock.now()), by.personId(), by.displayName())
			.update();
		audit.record("package", "PackageDesign", designId, kind + " " + pieces);
	}

	private UUID added(String type, UUID id, String what) {
		audit.record("add", type, id, what);
		return id;
	}

}
