package cn.jinfu.supply.outlet;

import java.time.LocalDate;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/** A shop of the federation's network with its licence to sell pesticides. */
@Entity
@Table(name = "supply_outlet")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Outlet extends Aggregate<Outlet> {

	private String no;

	private String name;

	private String townshipCode;

	private String address;

	private String phone;

	private String licenceNo;

	private LocalDate licenceFrom;

	/** Last day, included. */
	private LocalDate licenceUntil;

	/** Designated for restricted pesticides (限制使用农药定点经营). */
	private boolean restrictedOk;

	@Enumerated(EnumType.STRING)
	private OutletStatus status;

	private boolean demo;

	/**
	 * 农药经营许可证: valid five years, renewed ninety days before its end (农药管理条例第二十五条).
	 *
	 * @param until last day, included
	 */
	public record Licence(String no, LocalDate from, LocalDate until, boolean restrictedOk) {

		public Licence {
			if (until.isBefore(from)) {
				throw new RuleBroken("supply.outlet.licence-dates").at("licenceUntil");
			}
		}

	}

	/** Where it is and how to reach it. */
	public record Place(String townshipCode, String address, String phone) {
	}

	public static Outlet open(String no, String name, Place place, Licence licence, boolean demo) {
		var outlet = new Outlet();
		outlet.no = no;
		outlet.name = name;
		outlet.townshipCode = place.townshipCode();
		outlet.address = place.address();
		outlet.phone = place.phone();
		outlet.licenceNo = licence.no();
		outlet.licenceFrom = licence.from();
		outlet.licenceUntil = licence.until();
		outlet.restrictedOk = licence.restrictedOk();
		outlet.status = OutletStatus.OPEN;
		outlet.demo = demo;
		return outlet;
	}

	OutletStatus change(OutletStatus.Action action) {
		var before = status;
		status = status.after(action);
		return before;
	}

	/**
	 * @throws RuleBroken when it may not trade on that day: suspended, closed, licence
	 * not valid
	 */
	public void mayTrade(LocalDate on) {
		if (status != OutletStatus.OPEN) {
			throw new RuleBroken("supply.outlet.not-open", status);
		}
		if (on.isBefore(licenceFrom) || on.isAfter(licenceUntil)) {
			throw new RuleBroken("supply.outlet.licence-expired", licenceNo, licenceUntil);
		}
	}

}
