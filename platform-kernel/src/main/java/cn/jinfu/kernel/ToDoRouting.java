package cn.jinfu.kernel;

import java.util.List;

/**
 * Who of those who could do a task is asked to: filled by whoever lets people pass tasks
 * on.
 */
public interface ToDoRouting {

	/** What of these is this person's, in the same order. */
	List<ToDo> routed(Actor actor, List<ToDo> open);

}
