package cn.jinfu.member;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** Nothing new may be promised to this member until it is resumed. */
public record MemberSuspended(String tenantId, UUID memberId, Instant at) implements TenantEvent {
}
