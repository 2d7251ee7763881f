package cn.jinfu.credit.bank;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import cn.jinfu.credit.facility.BankFacilities;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Menu and tasks of a bank's own people. */
@Component
@RequiredArgsConstructor
class BankPortalEntries implements MenuContribution, ToDoSource {

	private static final String DECIDE = "credit:bank-case:decide";

	/** Working days in which a bank takes up a case. */
	private static final int DAYS = 2;

	private final BankCases cases;

	private final BankDrafts drafts;

	private final BankFacilities facilities;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.bank-cases", "/console/bank-cases", "credit:bank-case:view",
						5, List.of("/console/bank-loans")),
				new MenuEntry(Section.CREDIT, "credit.menu.bank-facilities", BankFacilityPages.PATH,
						"credit:bank-case:view", 6));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(DECIDE) || actor.scope().kind() != Scope.Kind.BANK) {
			return List.of();
		}
		return Stream.of(drafts(actor), proposed(actor), taken(actor, limit)).flatMap(it -> it).limit(limit).toList();
	}

	/**
	 * Umbrellas and parts that the federation asks for, unless a colleague has answered.
	 */
	private Stream<ToDo> proposed(Actor actor) {
		var answered = drafts.open(actor.bankClient())
			.stream()
			.map(BankDrafts.Draft::facility)
			.filter(Objects::nonNull)
			.map(BankDrafts.FacilityAnswer::facilityId)
			.toList();
		return facilities.waiting(actor.bankClient())
			.stream()
			.filter(it -> !answered.contains(it.id()))
			.map(it -> new ToDo("BankFacility:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.bank-facility",
					it.name(), "¥%,.2f".formatted(it.amount().yuan()), BankFacilityPages.PATH + "/" + it.id(), DECIDE,
					workingDays.until(it.proposedAt(), DAYS)));
	}

	/** What a colleague entered, before what nobody has taken up. */
	private Stream<ToDo> drafts(Actor actor) {
		return drafts.open(actor.bankClient())
			.stream()
			.filter(it -> !it.mine())
			.map(it -> new ToDo("BankDraft:" + it.id() + ":ENTERED", Section.CREDIT, "credit.todo.bank-draft",
					it.subject(), it.enteredName(), it.path(), DECIDE, workingDays.until(it.enteredAt(), 1)));
	}

	private Stream<ToDo> taken(Actor actor, int limit) {
		return cases.list(actor.bankClient(), BankCases.CaseStatus.DISPATCHED.name(), null, null, limit)
			.items()
			.stream()
			.map(it -> new ToDo("BankCase:" + it.caseNo() + ":DISPATCHED", Section.CREDIT, "credit.todo.bank-case",
					Objects.requireNonNullElse(it.borrower(), it.caseNo()), it.productName(),
					"/console/bank-cases/" + it.caseNo(), DECIDE, workingDays.until(it.updatedAt(), DAYS)));
	}

}
