package cn.jinfu.production.operation;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.production.AgriInputs;
import cn.jinfu.production.input.FieldWords;
import cn.jinfu.production.input.InputCatalogue;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** 记农事 without a network. */
@Component
@RequiredArgsConstructor
class OperationOutbox implements OutboxForm {

	private final FieldWords fields;

	private final InputCatalogue inputs;

	@Override
	public String path() {
		return "/portal/operations";
	}

	@Override
	public String page() {
		return "/portal/operations/new";
	}

	@Override
	public boolean live() {
		return true;
	}

	@Override
	public String titleKey() {
		return "production.portal.operation";
	}

	@Override
	public String permission() {
		return "production:operation:view";
	}

	@Override
	public List<Line> told(UUID memberId, Typed typed) {
		return Typed.said(new Line("production.plot", fields.of(memberId, typed, "plantingIds")),
				new Line("production.kind", typed.word("kind", OperationKind.class)),
				new Line("production.day", typed.text("on")), new Line("production.product", product(typed)),
				new Line("production.quantity", typed.text("quantity") + " " + typed.word("unit", FieldUnit.class)),
				new Line("production.pest", typed.text("pest")),
				new Line("production.method", typed.word("method", UseMethod.class)),
				new Line("production.amount",
						typed.text("amount").isEmpty() ? ""
								: typed.text("amount") + " " + typed.word("amountUnit", AmountUnit.class)),
				new Line("production.weather", typed.word("weather", Weather.class)),
				new Line("production.workers", typed.text("workers")),
				new Line("production.hours", typed.text("hours")), new Line("production.note", typed.text("note")),
				new Line("production.late.reason", typed.text("lateReason")));
	}

	/** Name and lot of what was taken from the holding. */
	private String product(Typed typed) {
		var taken = typed.text("holding");
		if (!taken.matches("[0-9a-f-]{36}/.*")) {
			return "";
		}
		var parts = taken.split("/", 2);
		return inputs.find(UUID.fromString(parts[0])).map(AgriInputs.Input::name).orElse("") + " " + parts[1];
	}

}
