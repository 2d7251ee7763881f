package cn.jinfu.member.register;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import cn.jinfu.kernel.Actor;
import lombok.Getter;
import lombok.RequiredArgsConstructor;

/** What may be done to many members at once; each is an act of the single file too. */
@Getter
@RequiredArgsConstructor
enum BatchAct {

	/** 暂停资格. */
	SUSPENSION("member:member:suspend"),
	/** 恢复资格. */
	RESUMPTION("member:member:suspend"),
	/** 加入乡镇、产业农合联. */
	MEMBERSHIP("member:member:edit");

	private final String permission;

	/** Its part of the address. */
	public String noun() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Those that this person may do. */
	static List<BatchAct> of(Actor actor) {
		return Arrays.stream(values()).filter(act -> actor.may(act.permission())).toList();
	}

}
