package cn.jinfu.credit.loan;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a mirrored loan. A payment leaves it ACTIVE until nothing is owed. */
public enum LoanStatus {

	ACTIVE, SETTLED;

	/** What a bank's booking does to a loan. */
	public enum Booking {

		PAY, SETTLE

	}

	private Map<Booking, LoanStatus> moves() {
		return switch (this) {
			case ACTIVE -> Map.of(Booking.PAY, ACTIVE, Booking.SETTLE, SETTLED);
			case SETTLED -> Map.of();
		};
	}

	LoanStatus after(Booking booking) {
		var next = moves().get(booking);
		if (next == null) {
			throw new WrongState("credit.loan.settled", this);
		}
		return next;
	}

}
