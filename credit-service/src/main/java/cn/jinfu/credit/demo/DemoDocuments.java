package cn.jinfu.credit.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentKind;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.document.SamplePaper;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * The papers that the first bank wants signed: marked as samples, each in one version.
 */
@Component
@RequiredArgsConstructor
class DemoDocuments {

	/** Product, kind, title, where it is signed. */
	private static final List<String> PAPERS = List.of("JZD|AUTHORISATION|征信查询授权书（示例）|BANK_APP,COUNTER_PAPER",
			"JZD|LOAN_CONTRACT|金准贷借款合同（示例）|BANK_APP,COUNTER_PAPER",
			"JZD|GUARANTEE_CONTRACT|保证合同（示例）|LICENSED_CA,COUNTER_PAPER");

	private final DocumentTemplates templates;

	void load(DemoWorld world, LocalDate since) {
		for (var line : PAPERS) {
			var cells = line.split("\\|");
			var where = Arrays.stream(cells[3].split(",")).map(SignatureKind::valueOf).toList();
			var wanted = new DocumentTemplates.Wanted("bank-a", cells[0], DocumentKind.valueOf(cells[1]), cells[2],
					where, since, "首版（示例）");
			var id = new ArrayList<java.util.UUID>();
			person(world, "credit.officer", "信用专员", "credit:product:edit", since, () -> id
				.add(templates.propose(wanted, cells[2] + ".pdf", SamplePaper.pdf(DocumentKind.valueOf(cells[1])))));
			person(world, "guarantee.director", "担保主任", "credit:product:approve", since,
					() -> templates.confirm(id.getFirst()));
		}
	}

	private static void person(DemoWorld world, String login, String name, String may, LocalDate on, Runnable act) {
		var id = world.person(login);
		new Actor(Actor.Kind.PERSON, id, id, login, name, world.tenantId(), Scope.ALL, Set.of(may))
			.run(() -> BusinessClock.at(on.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant(), () -> {
				act.run();
				return true;
			}));
	}

}
