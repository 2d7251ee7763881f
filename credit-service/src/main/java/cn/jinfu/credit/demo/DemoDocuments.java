package cn.jinfu.credit.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentKind;
import cn.jinfu.credit.document.DocumentTemplates;
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
			person(world, "credit.officer", "信用专员", "credit:product:edit", since,
					() -> id.add(templates.propose(wanted, cells[2] + ".pdf", paper(cells[1]))));
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

	/** One page that says what it is. */
	private static byte[] paper(String kind) {
		var words = "BT /F1 18 Tf 72 760 Td (SAMPLE " + kind.replace('_', ' ') + " - not for use) Tj ET";
		var objects = List.of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
				"<</Length " + words.length() + ">>stream\n" + words + "\nendstream",
				"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
		var pdf = new StringBuilder("%PDF-1.4\n");
		var table = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
		for (int n = 0; n < objects.size(); n++) {
			table.append("%010d 00000 n \n".formatted(pdf.length()));
			pdf.append(n + 1).append(" 0 obj").append(objects.get(n)).append("endobj\n");
		}
		var start = pdf.length();
		pdf.append(table).append("trailer<</Size 6/Root 1 0 R>>\nstartxref\n").append(start).append("\n%%EOF\n");
		return pdf.toString().getBytes(StandardCharsets.US_ASCII);
	}

}
