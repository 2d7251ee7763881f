package cn.jinfu;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;

import org.springframework.stereotype.Component;

/**
 * A step that the named accounts could take; nobody, as long as no test names one. It is
 * found by the application's own scan, so that all tests share one context.
 */
@Component
class TaskForTests implements ToDoSource {

	static final String KEY = "test:passing:check";

	static final Set<String> ABLE = ConcurrentHashMap.newKeySet();

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return ABLE.contains(actor.login()) ? List.of(new ToDo(KEY, Section.DATA, "platform.todo.with", "甲（示例）", "",
				"/console/members", "console:open", null)) : List.of();
	}

}
