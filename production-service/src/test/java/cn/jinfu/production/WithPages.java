package cn.jinfu.production;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/** People of the module who act, and who open its pages. */
@SpringBootTest
@AutoConfigureMockMvc
abstract class WithPages {

	private static final String TENANT = "330482";

	@Autowired
	List<ToDoSource> todos;

	@Autowired
	MockMvc mvc;

	static Actor actor(String login, Scope scope, Set<String> permissions) {
		var person = Ids.next();
		return new Actor(Actor.Kind.PERSON, person, person, login, "测试", TENANT, scope, permissions);
	}

	static <T> T as(Actor actor, Supplier<T> body) {
		var result = new AtomicReference<T>();
		actor.run(() -> result.set(body.get()));
		return result.get();
	}

	/** For what gives nothing back. */
	static UUID act(Runnable act) {
		act.run();
		return Ids.next();
	}

	/** Keys of what the acting person has to do. */
	List<String> todo() {
		return todos.stream().flatMap(it -> it.open(Actor.current(), 100).stream()).map(ToDo::key).toList();
	}

	String open(Actor actor, String path) {
		var answer = answer(actor, get(path));
		assertThat(answer.getStatus()).as(path).isEqualTo(200);
		return words(answer);
	}

	int status(Actor actor, AbstractMockHttpServletRequestBuilder<?> request) {
		return answer(actor, request).getStatus();
	}

	static String words(MockHttpServletResponse answer) {
		try {
			return answer.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (java.io.UnsupportedEncodingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	MockHttpServletResponse answer(Actor actor, AbstractMockHttpServletRequestBuilder<?> request) {
		var seen = new AtomicReference<MockHttpServletResponse>();
		actor.run(() -> {
			try {
				seen.set(mvc.perform(request.with(authentication(actor.authentication())).with(csrf()))
					.andReturn()
					.getResponse());
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		});
		return seen.get();
	}

}
