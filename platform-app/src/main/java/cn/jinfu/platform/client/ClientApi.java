package cn.jinfu.platform.client;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The registered machines of partners. */
@RestController
@RequestMapping("/api/v1/clients")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:client:view')")
class ClientApi {

	record Binding(@NotNull Boolean bound) {
	}

	private final ClientDesk desk;

	@GetMapping
	Paged<ClientDesk.Line> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(desk.all(), after, Paged.limit(limit), ClientDesk.Line::clientId);
	}

	@PutMapping("/{clientId}/binding")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void bind(@PathVariable String clientId, @Valid @RequestBody Binding body) {
		desk.bind(clientId, body.bound());
	}

}
