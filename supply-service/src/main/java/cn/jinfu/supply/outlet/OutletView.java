package cn.jinfu.supply.outlet;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Money;

/**
 * An outlet as staff see it.
 *
 * @param packs packages on its shelves
 * @param sold this calendar year
 * @param licenceDays days until the licence ends; negative when it has ended
 */
public record OutletView(UUID id, String no, String name, String townshipCode, String township, String address,
		String phone, String licenceNo, LocalDate licenceUntil, long licenceDays, boolean restrictedOk,
		OutletStatus status, boolean demo, long packs, Money sold, long version) {

	static final int RENEWAL_DAYS = 90;

	/** Renewal is due ninety days before the end (农药管理条例第二十五条). */
	public boolean licenceSoon() {
		return licenceDays < RENEWAL_DAYS;
	}

	public boolean can(String action) {
		return status.actions().contains(OutletStatus.Action.valueOf(action));
	}

}
