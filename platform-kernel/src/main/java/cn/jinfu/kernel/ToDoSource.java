package cn.jinfu.kernel;

import java.util.List;

/** A module's open tasks. */
public interface ToDoSource {

	/**
	 * What this person may do now, the most urgent first; a step that the person himself
	 * took part in, where four eyes are needed, is left out.
	 */
	List<ToDo> open(Actor actor, int limit);

}
