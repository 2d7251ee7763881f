package cn.jinfu.production.iot.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetContent;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.kernel.sheet.SheetLimits;
import cn.jinfu.kernel.sheet.SheetReader;
import cn.jinfu.kernel.sheet.SheetRow;
import cn.jinfu.kernel.sheet.SheetTemplate;
import cn.jinfu.kernel.sheet.SheetTemplate.Column;
import cn.jinfu.kernel.sheet.SheetTemplate.Kind;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.PlotDirectory.PlotFacts;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The list of devices as an installer keeps it, and what is wrong with a row: by itself,
 * against the rows above it, and against the register.
 */
@Component
@RequiredArgsConstructor
class DeviceSheet {

	/** As many as a county has; what one transaction registers in seconds. */
	static final int MOST = 2_000;

	private static final SheetLimits LIMITS = new SheetLimits(10 << 20, 200L << 20, MOST, 40);

	/** A row that may become a device. */
	record Entry(SheetRow row, Device device, String productName, MemberSummary farm, @Nullable PlotFacts plot) {
	}

	/** Good rows in order; the wrong ones are in the content. */
	record Checked(SheetContent content, List<Entry> good) {
	}

	private record Model(UUID id, String name) {
	}

	private final MessageSource messages;

	private final DeviceProducts products;

	private final MemberDirectory members;

	private final PlotDirectory plots;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * Labels are Chinese whatever the reader's language: the same file is sent again and
	 * handed on.
	 */
	SheetTemplate template() {
		var models = new LinkedHashMap<String, String>();
		products.list().forEach(it -> models.put(it.code() + " " + it.name(), it.code()));
		var model = models.isEmpty() ? Column.of("product", say("production.device.product"), Kind.IDENTIFIER)
				: Column.choice("product", say("production.device.product"), models);
		return new SheetTemplate(say("production.device-import.sheet"),
				List.of(Column.of("sn", say("production.device.sn"), Kind.IDENTIFIER).mandatory(),
						Column.of("name", say("production.device.name"), Kind.TEXT).mandatory(), model.mandatory(),
						Column.of("memberNo", say("production.device-import.member-no"), Kind.IDENTIFIER).mandatory(),
						Column.of("plot", say("production.device-import.plot"), Kind.TEXT)));
	}

	/** As if somebody had filled in the template. */
	byte[] of(List<DeviceImports.Row> rows) {
		var out = new ByteArrayOutputStream();
		try {
			SheetExport.xlsx(out, say("production.device-import.sheet"),
					template().columns().stream().map(Column::label).toList(),
					rows.stream()
						.map(it -> Stream.of(it.sn(), it.name(), it.product(), it.memberNo(), it.plot())
							.map(Cell::text)
							.toList())
						.iterator());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	/**
	 * @throws RuleBroken when the file as a whole cannot be taken
	 */
	Checked check(byte[] file) {
		var content = read(file);
		var models = new HashMap<String, Model>();
		products.list().forEach(it -> models.put(it.code(), new Model(it.id(), it.name())));
		var farms = farms(content);
		var fields = plots.ofMembers(farms.values().stream().map(MemberSummary::memberId).distinct().toList());
		var taken = taken(content);
		var above = new HashMap<String, Integer>();
		var good = new ArrayList<Entry>();
		for (var row : content.rows()) {
			row.text("sn").ifPresent(sn -> again(row, sn, above, taken));
			var entry = entry(row, models, farms, fields);
			if (entry != null && !row.isWrong()) {
				good.add(entry);
			}
		}
		return new Checked(content, good);
	}

	private SheetContent read(byte[] file) {
		try {
			return new SheetReader(template(), LIMITS).read(new ByteArrayInputStream(file));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Those within reach; another's farm does not exist here. */
	private Map<String, MemberSummary> farms(SheetContent content) {
		var reach = Reach.current();
		var numbers = new HashSet<String>();
		content.rows().forEach(row -> row.text("memberNo").ifPresent(numbers::add));
		var farms = new HashMap<String, MemberSummary>();
		numbers.forEach(no -> members.byNo(no)
			.filter(farm -> reach.covers(farm.memberId(), farm.divisionCode()))
			.ifPresent(farm -> farms.put(no, farm)));
		return farms;
	}

	private Set<String> taken(SheetContent content) {
		var wanted = content.rows().stream().flatMap(row -> row.text("sn").stream()).toArray(String[]::new);
		return Set.copyOf(sql.sql("select sn from production_device where sn = any (:wanted)")
			.param("wanted", wanted)
			.query(String.class)
			.list());
	}

	private static void again(SheetRow row, String sn, Map<String, Integer> above, Set<String> taken) {
		var first = above.putIfAbsent(sn, row.number());
		if (first != null) {
			row.refuse("sn", new RuleBroken("production.device-import.twice", first));
		}
		else if (taken.contains(sn)) {
			row.refuse("sn", new RuleBroken("production.device.sn-taken", sn));
		}
	}

	private @Nullable Entry entry(SheetRow row, Map<String, Model> models, Map<String, MemberSummary> farms,
			Map<UUID, List<PlotFacts>> fields) {
		var farm = row.text("memberNo").map(farms::get).orElse(null);
		if (farm == null && row.text("memberNo").isPresent()) {
			row.refuse("memberNo", new RuleBroken("production.device.member-unknown"));
		}
		var model = row.text("product").map(models::get).orElse(null);
		if (model == null && row.text("product").isPresent()) {
			row.refuse("product",
					new RuleBroken("production.device-import.product-unknown", row.text("product").get()));
		}
		var plot = (farm != null) ? plot(row, fields.getOrDefault(farm.memberId(), List.of())) : null;
		if (row.text("sn").isEmpty() || row.text("name").isEmpty() || farm == null || model == null) {
			return null;
		}
		try {
			var device = Device.register(row.text("sn").get(), row.text("name").get(), model.id(), farm.memberId(),
					farm.divisionCode(), Actor.current().personId(), clock.now());
			if (plot != null) {
				device.place(plot, clock.now(), null, clock.now());
			}
			return new Entry(row, device, model.name(), farm, plot);
		}
		catch (RuleBroken refused) {
			row.refuse(Optional.ofNullable(refused.field()).orElse(""), refused);
			return null;
		}
	}

	/** By its number or its name, of which a farm has each once. */
	private static @Nullable PlotFacts plot(SheetRow row, List<PlotFacts> fields) {
		var wanted = row.text("plot");
		if (wanted.isEmpty()) {
			return null;
		}
		var found = fields.stream()
			.filter(it -> it.no().equalsIgnoreCase(wanted.get()) || it.name().equals(wanted.get()))
			.findFirst();
		if (found.isEmpty()) {
			row.refuse("plot", new RuleBroken("production.device-import.plot-unknown", wanted.get()));
		}
		return found.orElse(null);
	}

	String say(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}

}
