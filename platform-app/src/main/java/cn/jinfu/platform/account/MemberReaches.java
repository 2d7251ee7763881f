package cn.jinfu.platform.account;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MemberReach;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** A township's staff reach the members of their township. */
@Component
@RequiredArgsConstructor
class MemberReaches implements MemberReach {

	private final MemberDirectory members;

	@Override
	public boolean includes(Actor actor, UUID memberId) {
		return actor.scope().kind() == Scope.Kind.TOWNSHIP
				&& members.find(memberId).filter(it -> it.townshipCode().equals(actor.scope().ref())).isPresent();
	}

}
