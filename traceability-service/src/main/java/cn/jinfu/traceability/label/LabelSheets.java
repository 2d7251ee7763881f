package cn.jinfu.traceability.label;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.web.PdfPapers;
import lombok.RequiredArgsConstructor;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the printable sheet of an order together, one part at a time. */
@Component
@RequiredArgsConstructor
public class LabelSheets {

	static final String TEMPLATE = "traceability/label/sheet";

	/** Ten sheets of paper: what a browser prints without effort. */
	static final int PART = 240;

	private static final int ACROSS = 3;

	/** A4 by twenty-four, or a label printer's roll of 40 by 60 mm. */
	public enum SheetPaper {

		A4, ROLL

	}

	/**
	 * @param from place of its first label
	 */
	record Part(int from, int to, boolean shown) {
	}

	private final LabelOrders orders;

	private final LabelQueries queries;

	private final PdfPapers papers;

	/** Why the order cannot be printed now, said where the button would be. */
	void offer(LabelView order, Model model) {
		var by = Actor.current();
		Refusal stop = null;
		if (order.live() && (by.may("trace:label:order") || by.may("trace:label:void"))) {
			try {
				orders.requirePrintable(order.id());
			}
			catch (Refusal refused) {
				stop = refused;
			}
		}
		model.addAttribute("stop", stop);
	}

	/**
	 * @param base path of the order's page
	 */
	String show(UUID id, int from, SheetPaper paper, String base, Model model) {
		show(printed(id, from, paper), from, base, model);
		model.addAttribute("papers", SheetPaper.values());
		return TEMPLATE;
	}

	private Printed printed(UUID id, int from, SheetPaper paper) {
		orders.requirePrintable(id);
		return new Printed(queries.view(id), queries.codes(id, from, PART), paper);
	}

	/** The same labels as a file. */
	ResponseEntity<byte[]> pdf(UUID id, int from, SheetPaper paper) {
		return pdf(printed(id, from, paper), from);
	}

	/**
	 * What an outlet prints for a farm: the order, one part of its codes, and the paper
	 * asked for.
	 */
	public record Printed(LabelView order, List<LabelView.Code> codes, SheetPaper paper) {
	}

	String show(Printed printed, int from, String base, Model model) {
		model.addAttribute("order", printed.order());
		model.addAttribute("codes", printed.codes());
		model.addAttribute("paper", printed.paper());
		model.addAttribute("papers", List.of(printed.paper()));
		model.addAttribute("parts", parts(printed.order().count(), from));
		model.addAttribute("base", base);
		return TEMPLATE;
	}

	ResponseEntity<byte[]> pdf(Printed printed, int from) {
		return papers.show("traceability/label/sheet-pdf",
				Map.of("order", printed.order(), "rows", rows(printed.codes()), "paper", printed.paper()),
				printed.order().number() + "-" + from, (printed.paper() == SheetPaper.ROLL)
						? new String[] { "labels", "labels-roll" } : new String[] { "labels" });
	}

	private static List<List<LabelView.Code>> rows(List<LabelView.Code> codes) {
		return IntStream.range(0, (codes.size() + ACROSS - 1) / ACROSS)
			.mapToObj(row -> codes.subList(row * ACROSS, Math.min(codes.size(), (row + 1) * ACROSS)))
			.toList();
	}

	private static List<Part> parts(int count, int shown) {
		return IntStream.range(0, (count + PART - 1) / PART)
			.mapToObj(part -> new Part(part * PART + 1, Math.min(count, (part + 1) * PART), part == (shown - 1) / PART))
			.toList();
	}

}
