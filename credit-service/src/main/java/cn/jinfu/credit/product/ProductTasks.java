package cn.jinfu.credit.product;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What waits for people about products, and what the night does with them. */
@Component
@RequiredArgsConstructor
class ProductTasks implements MenuContribution, ToDoSource, JobDefinition {

	private static final String APPROVE = "credit:product:approve";

	/** Working days in which a proposed edition is decided. */
	private static final int DAYS = 5;

	private final ProductDesk desk;

	private final BankAgreements agreements;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.products", "/console/loan-products", "credit:product:view",
						27),
				new MenuEntry(Section.CREDIT, "credit.menu.banks", "/console/partner-banks", "credit:product:view",
						28));
	}

	@Override
	@Transactional(readOnly = true)
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(APPROVE)) {
			return List.of();
		}
		return Stream.concat(products(actor), agreements()).limit(limit).toList();
	}

	private Stream<ToDo> agreements() {
		return agreements.waiting()
			.stream()
			.filter(it -> !it.mine())
			.map(it -> new ToDo("BankAgreement:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.bank-agreement",
					it.name(), it.proposedName(), "/console/partner-banks", APPROVE,
					workingDays.until(it.proposedAt(), DAYS)));
	}

	private Stream<ToDo> products(Actor actor) {
		return desk.waiting(actor.personId())
			.stream()
			.map(it -> new ToDo("LoanProduct:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.product",
					it.name(), String.valueOf(it.proposedName()), "/console/loan-products/" + it.id(), APPROVE,
					workingDays.until(Objects.requireNonNull(it.proposedAt()), DAYS)));
	}

	@Override
	public String name() {
		return "credit.products";
	}

	@Override
	public String cron() {
		return "0 5 0 * * *";
	}

	/** Editions past their last day are no more offered. */
	@Override
	public int run(LocalDate businessDate) {
		return desk.endDue(businessDate);
	}

}
