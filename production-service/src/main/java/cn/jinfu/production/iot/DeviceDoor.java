package cn.jinfu.production.iot;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.KnownDevices.Known;
import cn.jinfu.production.iot.device.Secret;
import cn.jinfu.production.iot.telemetry.Bodies;
import cn.jinfu.production.iot.telemetry.Intake;
import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where devices knock. The secret in the address is all they show, and it tells the
 * tenant as well; nobody else comes in here.
 */
@RestController
@RequestMapping("/api/v1/device/{token}")
@RequiredArgsConstructor
class DeviceDoor {

	private static final int PATIENCE_SECONDS = 30;

	/** Whether the device did what it was told, and what it says to it. */
	record Answer(boolean done, @Nullable String text) {
	}

	private final KnownDevices known;

	private final DeviceOrders orders;

	private final Intake intake;

	private final Problems problems;

	/** Answered after the commit: what was acknowledged is there. */
	@PostMapping("/telemetry")
	ResponseEntity<?> telemetry(@PathVariable String token, HttpServletRequest request, Locale locale)
			throws IOException {
		var device = known.bySecret(new Secret(token));
		if (device.isEmpty()) {
			return refused(HttpStatus.UNAUTHORIZED, new RuleBroken("production.device.unknown"), locale);
		}
		try {
			var sender = speaking(device.get());
			try (InputStream body = Bodies.of(request.getInputStream(), request.getContentLengthLong(),
					request.getHeader(HttpHeaders.CONTENT_ENCODING))) {
				var result = intake.take(sender, body).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
				return ResponseEntity.accepted().body(result);
			}
		}
		catch (RuleBroken refusal) {
			return refused(Bodies.status(refusal), refusal, locale);
		}
		catch (TooMany busy) {
			return refused(HttpStatus.TOO_MANY_REQUESTS, busy, locale);
		}
		catch (ExecutionException | TimeoutException failure) {
			return refused(HttpStatus.SERVICE_UNAVAILABLE, new TooMany("production.telemetry.not-written"), locale);
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return refused(HttpStatus.SERVICE_UNAVAILABLE, new TooMany("production.telemetry.not-written"), locale);
		}
	}

	/**
	 * What the device has to do; asked again and again by devices that nobody can call.
	 */
	@GetMapping("/orders")
	ResponseEntity<?> orders(@PathVariable String token, Locale locale) {
		var device = known.bySecret(new Secret(token));
		return device.isEmpty() ? refused(HttpStatus.UNAUTHORIZED, new RuleBroken("production.device.unknown"), locale)
				: ResponseEntity.ok(orders.fetch(speaking(device.get())));
	}

	@PostMapping("/orders/{id}/answer")
	ResponseEntity<?> answer(@PathVariable String token, @PathVariable UUID id, @RequestBody Answer body,
			Locale locale) {
		var device = known.bySecret(new Secret(token));
		if (device.isEmpty()) {
			return refused(HttpStatus.UNAUTHORIZED, new RuleBroken("production.device.unknown"), locale);
		}
		orders.answer(speaking(device.get()), id, body.done(), body.text());
		return ResponseEntity.noContent().build();
	}

	private static Known speaking(Known device) {
		if (!device.speaks()) {
			throw new WrongState("production.device.silent", device.state());
		}
		return device;
	}

	private ResponseEntity<?> refused(HttpStatus status, Refusal refusal, Locale locale) {
		var problem = problems.of(refusal, locale);
		problem.setStatus(status);
		problem.setType(URI.create("/problems/" + refusal.code()));
		var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (refusal instanceof TooMany) {
			answer.header(HttpHeaders.RETRY_AFTER, "1");
		}
		return answer.body(problem);
	}

}
