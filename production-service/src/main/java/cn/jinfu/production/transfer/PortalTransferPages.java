package cn.jinfu.production.transfer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.input.Once;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The farm tells from its phone what it rented and what it gave away. */
@Controller
@RequestMapping("/portal/plots/{plotId}/transfers")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:register')")
class PortalTransferPages {

	private static final String FORM = "production/portal/transfer-form";

	record TransferForm(@Nullable String requestKey, @Nullable @NotNull Direction direction,
			@Nullable @NotBlank @Size(max = 60) String partner,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu,
			@Nullable @NotNull LocalDate fromOn, @Nullable @NotNull LocalDate toOn,
			@Nullable @NotBlank @Size(max = 40) String contractNo, @Nullable MultipartFile contract,
			@Nullable Long version) {

		/** What a second sending must agree in. */
		String said() {
			return direction + "/" + partner + "/" + areaMu + "/" + fromOn + "/" + toOn + "/" + contractNo;
		}

		Transfer.Terms terms() {
			if (partner == null || areaMu == null || fromOn == null || toOn == null || contractNo == null) {
				throw new IllegalStateException("validated before");
			}
			return new Transfer.Terms(partner, new AreaMu(areaMu), fromOn, toOn, contractNo, null);
		}

	}

	private final TransferCommands commands;

	private final TransferQueries queries;

	private final PlotDirectory plots;

	private final Once once;

	@GetMapping
	String list(@PathVariable UUID plotId, Model model) {
		model.addAttribute("transfers", queries.ofPlot(plotId));
		plot(plotId, model);
		return "production/portal/transfers";
	}

	@GetMapping("/new")
	String blank(@PathVariable UUID plotId, Model model) {
		queries.ofPlot(plotId);
		plot(plotId, model);
		model.addAttribute("form",
				new TransferForm(Ids.next().toString(), Direction.IN, null, null, null, null, null, null, null));
		return FORM;
	}

	@PostMapping
	ModelAndView record(@PathVariable UUID plotId, @Valid @ModelAttribute("form") TransferForm form,
			BindingResult errors, Model model) {
		queries.ofPlot(plotId);
		plot(plotId, model);
		var direction = form.direction();
		return Forms.submit(errors, () -> {
			if (direction != null) {
				once.id(form.requestKey(), "POST /portal/plots/" + plotId + "/transfers", form.said(),
						() -> commands.record(plotId, direction, form.terms(), form.contract()));
			}
		}, "/portal/plots/" + plotId + "/transfers", FORM);
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID plotId, @PathVariable UUID id, Model model) {
		var transfer = queries.view(plotId, id);
		plot(plotId, model);
		model.addAttribute("transfer", transfer);
		model.addAttribute("form",
				new TransferForm(null, transfer.direction(), transfer.partner(), Plain.of(transfer.areaMu()),
						transfer.fromOn(), transfer.toOn(), transfer.contractNo(), null, transfer.version()));
		return FORM;
	}

	@PostMapping("/{id}")
	ModelAndView change(@PathVariable UUID plotId, @PathVariable UUID id,
			@Valid @ModelAttribute("form") TransferForm form, BindingResult errors, Model model) {
		model.addAttribute("transfer", queries.view(plotId, id));
		plot(plotId, model);
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.amend(plotId, id, form.terms(), form.contract(), (seen != null) ? seen : -1),
				"/portal/plots/" + plotId + "/transfers", FORM);
	}

	private void plot(UUID plotId, Model model) {
		model.addAttribute("plot", plots.find(plotId).orElseThrow());
		model.addAttribute("directions", Direction.values());
	}

}
