package cn.jinfu.supply;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.TenantEvent;

/** An outlet sold agricultural inputs to a member. */
public record InputSold(String tenantId, UUID saleId, UUID outletId, UUID memberId, Money amount,
		LocalDate on) implements TenantEvent {
}
