package cn.jinfu.production.iot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.DeviceView;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.Secret;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Chart;
import cn.jinfu.production.iot.telemetry.SeriesFacts;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Devices, their models, newest values and curves. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class DeviceApi {

	record NewProperty(@NotBlank @Size(max = 40) String key, @NotBlank @Size(max = 40) String name,
			@NotNull @Size(max = 16) String unit, @NotNull SeriesKind kind, @Min(0) @Max(6) int scale,
			@Nullable Double min, @Nullable Double max) {

		DeviceProduct.Property property() {
			return new DeviceProduct.Property(key, name, unit, kind, scale, min, max);
		}

	}

	record NewService(@NotBlank @Size(max = 40) String key, @NotBlank @Size(max = 40) String name) {
	}

	record NewProduct(@NotBlank @Size(max = 40) String code, @NotBlank @Size(max = 60) String name,
			@NotBlank @Size(max = 60) String maker, @NotNull Protocol protocol, @Min(1) @Max(86_400) int intervalS,
			@NotEmpty List<@Valid NewProperty> properties, @Nullable List<@Valid NewService> services) {
	}

	record NewDevice(@NotBlank @Size(max = 40) String sn, @NotBlank @Size(max = 40) String name,
			@NotNull UUID productId, @NotNull UUID memberId, @Nullable UUID plotId) {
	}

	record NewPlace(@NotNull UUID plotId, @Nullable Instant from, @NotNull Long version) {
	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	record NewOrder(@NotBlank @Size(max = 40) String service, @Nullable @Size(max = 200) String argument,
			@Nullable Integer seconds) {
	}

	/** Shown once; kept as a digest only. */
	record Issued(String secret, String telemetryPath, String mqttUser) {
	}

	private final DeviceCommands commands;

	private final DeviceQueries queries;

	private final DeviceProducts products;

	private final DeviceOrders orders;

	private final TelemetryQueries telemetry;

	private final Once once;

	private final BusinessClock clock;

	@GetMapping("/device-products")
	List<DeviceProducts.Line> products() {
		return products.list();
	}

	@GetMapping("/device-products/{id}")
	DeviceProduct product(@PathVariable UUID id) {
		return products.view(id);
	}

	@PostMapping("/device-products")
	@PreAuthorize("hasAuthority('production:device:manage')")
	@ResponseStatus(HttpStatus.CREATED)
	DeviceProduct addProduct(@Valid @RequestBody NewProduct body) {
		var services = (body.services() != null) ? body.services() : List.<NewService>of();
		return products.view(products.register(new DeviceProduct(Ids.next(), body.code(), body.name(), body.maker(),
				body.protocol(), body.intervalS(), body.properties().stream().map(NewProperty::property).toList(),
				services.stream().map(it -> new DeviceProduct.Service(it.key(), it.name())).toList())));
	}

	@GetMapping("/devices")
	Paged<DeviceView> devices(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable DeviceState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plotId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new DeviceQueries.Filter(q, state, memberId, plotId, after, Paged.limit(limit)));
	}

	@GetMapping("/devices/{id}")
	DeviceView device(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping("/devices")
	@ResponseStatus(HttpStatus.CREATED)
	DeviceView register(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
			@Valid @RequestBody NewDevice body) {
		return queries.view(once.id(key, "POST /api/v1/devices", body,
				() -> commands.register(new DeviceCommands.Register(body.sn(), body.name(), body.productId(),
						body.memberId(), body.plotId()))));
	}

	@GetMapping("/devices/{id}/places")
	List<DeviceQueries.Place> places(@PathVariable UUID id) {
		return queries.places(id);
	}

	@PostMapping("/devices/{id}/places")
	DeviceView place(@PathVariable UUID id, @Valid @RequestBody NewPlace body) {
		commands.place(id, body.plotId(), (body.from() != null) ? body.from() : clock.now(), body.version());
		return queries.view(id);
	}

	@PostMapping("/devices/{id}/credentials")
	Issued rotate(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		var secret = commands.rotate(id, body.version());
		var device = queries.view(id);
		return new Issued(secret.text(), "/api/v1/device/" + secret.text() + "/telemetry",
				Secret.user(Tenant.require(), device.sn(), secret.hash()));
	}

	@PostMapping("/devices/{id}/revocation")
	DeviceView revoke(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.revoke(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/devices/{id}/activation")
	DeviceView activate(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.activate(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/devices/{id}/repair")
	DeviceView repair(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.sendToRepair(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/devices/{id}/retirement")
	DeviceView retire(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.retire(id, body.reason(), body.version());
		return queries.view(id);
	}

	@GetMapping("/devices/{id}/series")
	List<SeriesFacts> series(@PathVariable UUID id) {
		queries.view(id);
		return telemetry.latest(new TelemetryQueries.Filter(null, null, id));
	}

	@PostMapping("/devices/{id}/series")
	@PreAuthorize("hasAuthority('production:device:manage')")
	List<SeriesFacts> addSeries(@PathVariable UUID id, @Valid @RequestBody NewProperty body) {
		commands.addSeries(id, body.property());
		return series(id);
	}

	@GetMapping("/devices/{id}/orders")
	List<DeviceOrders.Order> orders(@PathVariable UUID id) {
		return orders.of(id);
	}

	@PostMapping("/devices/{id}/orders")
	@ResponseStatus(HttpStatus.CREATED)
	DeviceOrders.Order order(@PathVariable UUID id, @Valid @RequestBody NewOrder body) {
		var seconds = body.seconds();
		return orders.view(orders.give(id, body.service(), body.argument(),
				(seconds != null) ? Duration.ofSeconds(seconds) : null));
	}

	/** All at once, as a dashboard wants them. */
	@GetMapping("/latest-values")
	List<TelemetryQueries.Newest> latest(@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plotId,
			@RequestParam(required = false) @Nullable UUID deviceId) {
		return telemetry.newest(new TelemetryQueries.Filter(memberId, plotId, deviceId));
	}

	/** At most 660 points of three values each, for any span. */
	@GetMapping("/series/{series}/chart")
	Chart chart(@PathVariable String series, @RequestParam(required = false) @Nullable Instant from,
			@RequestParam(required = false) @Nullable Instant to) {
		var until = (to != null) ? to : clock.now();
		return telemetry.chart(TelemetryQueries.number(series), (from != null) ? from : until.minus(Duration.ofDays(1)),
				until);
	}

}
