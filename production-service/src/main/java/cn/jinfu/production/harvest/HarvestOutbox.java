package cn.jinfu.production.harvest;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.OutboxForm;
import cn.jinfu.production.input.FieldWords;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** 记采收 without a network. */
@Component
@RequiredArgsConstructor
class HarvestOutbox implements OutboxForm {

	private final FieldWords fields;

	@Override
	public String path() {
		return "/portal/harvests";
	}

	@Override
	public String page() {
		return "/portal/harvests/new";
	}

	@Override
	public boolean live() {
		return true;
	}

	@Override
	public String titleKey() {
		return "production.portal.harvest";
	}

	@Override
	public String permission() {
		return "production:harvest:view";
	}

	@Override
	public List<Line> told(UUID memberId, Typed typed) {
		return Typed.said(new Line("production.plot", fields.of(memberId, typed, "plantingId")),
				new Line("production.weight.farmer", typed.text("weight") + " " + typed.word("unit", FieldUnit.class)),
				new Line("production.each.basket", typed.text("each")), new Line("production.picked", typed.text("on")),
				new Line("production.grade", typed.text("grade")),
				new Line("production.late.reason", typed.text("lateReason")));
	}

}
