package cn.jinfu.platform.todo;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.web.ToDos;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own tasks, handing one on, and taking over a colleague's. */
@RestController
@RequestMapping("/api/v1/todos")
@PreAuthorize("hasAnyAuthority('console:open', 'portal:open')")
@RequiredArgsConstructor
class TodoApi {

	record Receiver(@Nullable @NotNull UUID accountId, @Nullable @Size(max = 200) String note) {
	}

	private final ToDos toDos;

	private final TodoCommands commands;

	@GetMapping
	List<ToDo> list() {
		return toDos.open(Actor.current());
	}

	@PostMapping("/{key}/assignment")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void handOn(@PathVariable String key, @Valid @RequestBody Receiver body) {
		commands.handOn(key, Objects.requireNonNull(body.accountId()), Objects.requireNonNullElse(body.note(), ""));
	}

	/** Does what lies with a colleague; nobody gets a right by it. */
	@PostMapping("/{key}/takeover")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void takeOver(@PathVariable String key) {
		commands.takeOver(key);
	}

	@DeleteMapping("/{key}/assignment")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void takeBack(@PathVariable String key) {
		commands.takeBack(key);
	}

}
