package cn.jinfu.member;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A farm, co-operative or organisation became a member. */
public record MemberAdmitted(String tenantId, UUID memberId, String no, Instant at) implements TenantEvent {
}
