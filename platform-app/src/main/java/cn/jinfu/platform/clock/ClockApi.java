package cn.jinfu.platform.clock;

import java.time.LocalDate;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The business date of a demo. */
@RestController
@RequestMapping("/api/v1/business-clock")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:clock:move')")
class ClockApi {

	/**
	 * @param date later than the business date, at most three years from the real one
	 */
	record Target(@NotNull LocalDate date) {
	}

	private final ClockDesk desk;

	@GetMapping
	ClockDesk.State show() {
		return desk.state();
	}

	/** The daily jobs of the day that was reached run on after the answer. */
	@PutMapping
	ClockDesk.State move(@Valid @RequestBody Target body) {
		desk.move(body.date());
		return desk.state();
	}

}
