package cn.jinfu.traceability.brand;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

import static cn.jinfu.traceability.brand.LicenceStatus.Action.APPROVE;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.CHECK;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.DECLINE;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.EXPIRE;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.FAULT;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.RESUME;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.REVOKE;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.SIGN;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.SUSPEND;
import static cn.jinfu.traceability.brand.LicenceStatus.Action.WITHDRAW;

/** 待检查, 整改中, 待决定, 公示中, 有效, 暂停, 未通过, 已撤回, 已到期, 已终止. */
public enum LicenceStatus {

	SUBMITTED, DEFECTS, CHECKED, NOTICE, ACTIVE, SUSPENDED, DECLINED, WITHDRAWN, EXPIRED, REVOKED;

	/** What may happen to a licence. */
	public enum Action {

		CHECK, FAULT, APPROVE, DECLINE, WITHDRAW, SIGN, SUSPEND, RESUME, EXPIRE, REVOKE

	}

	private Map<Action, LicenceStatus> moves() {
		return switch (this) {
			case SUBMITTED -> Map.of(CHECK, CHECKED, FAULT, DEFECTS, WITHDRAW, WITHDRAWN);
			case DEFECTS -> Map.of(CHECK, CHECKED, FAULT, DEFECTS, DECLINE, DECLINED, WITHDRAW, WITHDRAWN);
			case CHECKED -> Map.of(APPROVE, NOTICE, DECLINE, DECLINED, WITHDRAW, WITHDRAWN);
			case NOTICE -> Map.of(SIGN, ACTIVE, DECLINE, DECLINED, WITHDRAW, WITHDRAWN);
			case ACTIVE -> Map.of(SUSPEND, SUSPENDED, EXPIRE, EXPIRED, REVOKE, REVOKED);
			case SUSPENDED -> Map.of(RESUME, ACTIVE, EXPIRE, EXPIRED, REVOKE, REVOKED);
			case DECLINED, WITHDRAWN, EXPIRED, REVOKED -> Map.of();
		};
	}

	LicenceStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("brand.licence.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
