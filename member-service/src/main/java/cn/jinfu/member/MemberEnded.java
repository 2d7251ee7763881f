package cn.jinfu.member;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A membership ended; its records stay. */
public record MemberEnded(String tenantId, UUID memberId, Instant at) implements TenantEvent {
}
