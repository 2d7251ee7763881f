package cn.jinfu.credit.document;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A paper for demo and sandbox that nobody takes for a bank's own. */
public final class SamplePaper {

	private SamplePaper() {
	}

	/** One page that says what it is. */
	public static byte[] pdf(DocumentKind kind) {
		var words = "BT /F1 18 Tf 72 760 Td (SAMPLE " + kind.name().replace('_', ' ') + " - not for use) Tj ET";
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
