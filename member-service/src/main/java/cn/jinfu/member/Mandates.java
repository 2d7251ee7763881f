package cn.jinfu.member;

import java.util.UUID;

/**
 * 代办: dated, revocable mandates by which a clerk, a relative or a village agent does for
 * a member what the member could do on the phone. The record shows both names.
 */
public interface Mandates {

	/** Whether the person acts for the member today, by post or by mandate. */
	boolean actsFor(UUID personId, UUID memberId);

}
