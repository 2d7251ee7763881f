package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.service.provider.Providers;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

import static java.util.stream.Collectors.joining;

/** 全托管合同 at the officer's desk: drafted, settled, confirmed, printed. */
@Controller
@RequestMapping("/console/trust-contracts")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class TrustPages {

	private static final String LIST = "/console/trust-contracts";

	private static final String FORM = "production/service/trust-form";

	/**
	 * @param plots one a line: number of the plot, area in 亩
	 * @param parts one a line: day, per cent
	 */
	record TrustForm(@Nullable @NotBlank @Size(max = 20) String memberNo, @Nullable @NotNull UUID providerId,
			@Nullable @NotBlank String crop, @Nullable @NotNull LocalDate beginsOn, @Nullable @NotNull LocalDate endsOn,
			@Nullable @NotBlank @Size(max = 2000) String plots, @Nullable @NotBlank @Size(max = 500) String items,
			@Nullable @NotNull BigDecimal promiseKgMu, @Nullable @NotBlank @Size(max = 20) String feeMu,
			@Nullable @NotBlank @Size(max = 20) String refPrice, @Nullable BigDecimal sharePercent,
			@Nullable BigDecimal villagePercent, @Nullable @Size(max = 60) String villageName,
			@Nullable @NotBlank @Size(max = 1000) String parts) {

		TrustTerms terms() {
			return new TrustTerms(Objects.toString(crop, ""), Objects.requireNonNull(beginsOn),
					Objects.requireNonNull(endsOn), Objects.toString(items, ""), Objects.requireNonNull(promiseKgMu),
					money(feeMu, "feeMu"), money(refPrice, "refPrice"), rate(sharePercent), rate(villagePercent),
					villageName, readParts());
		}

		private static BigDecimal rate(@Nullable BigDecimal percent) {
			return (percent == null) ? BigDecimal.ZERO : percent.movePointLeft(2);
		}

		private static Money money(@Nullable String typed, String field) {
			try {
				return Money.parse(Objects.toString(typed, ""));
			}
			catch (RuleBroken wrong) {
				throw wrong.at(field);
			}
		}

		private List<TrustTerms.Part> readParts() {
			var read = new ArrayList<TrustTerms.Part>();
			for (var line : Objects.toString(parts, "").strip().split("\\R")) {
				var cells = line.strip().split("[\\s,\uff0c]+");
				try {
					read.add(new TrustTerms.Part(LocalDate.parse(cells[0]), new BigDecimal(cells[1].replace("%", ""))));
				}
				catch (RuntimeException _) {
					throw new RuleBroken("production.trust.line", line).at("parts");
				}
			}
			return read;
		}

		/** By the numbers of the farm's plots. */
		List<TrustTerms.Entrusted> entrusted(List<PlotDirectory.PlotFacts> known) {
			var read = new ArrayList<TrustTerms.Entrusted>();
			for (var line : Objects.toString(plots, "").strip().split("\\R")) {
				var cells = line.strip().split("[\\s,\uff0c]+");
				var plot = known.stream()
					.filter(it -> it.no().equals(cells[0]))
					.findFirst()
					.orElseThrow(() -> new RuleBroken("production.trust.plot-unknown", cells[0]).at("plots"));
				try {
					read.add(new TrustTerms.Entrusted(plot.plotId(),
							(cells.length > 1) ? new BigDecimal(cells[1]) : plot.areaMu()));
				}
				catch (NumberFormatException _) {
					throw new RuleBroken("production.trust.line", line).at("plots");
				}
			}
			return read;
		}

	}

	private final TrustCommands commands;

	private final TrustQueries queries;

	private final Providers providers;

	private final PlotDirectory plots;

	private final MemberDirectory members;

	private final Crops crops;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable TrustState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new TrustQueries.Filter(q, state, after, Paged.limit(limit))));
		model.addAttribute("states", TrustState.values());
		return "production/service/trusts";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("contract", queries.view(id));
		model.addAttribute("detail", queries.detail(id));
		model.addAttribute("changes", history.of(TrustCommands.TYPE, id));
		return "production/service/trust";
	}

	/** Contract and settlement as they are printed and signed on paper. */
	@GetMapping("/{id}/print")
	String print(@PathVariable UUID id, Model model) {
		model.addAttribute("contract", queries.view(id));
		model.addAttribute("detail", queries.detail(id));
		return "production/service/trust-print";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:trust:draft')")
	String blank(@RequestParam(required = false) @Nullable UUID like, Model model) {
		model.addAttribute("form", (like != null) ? again(queries.view(like), queries.detail(like))
				: new TrustForm(null, null, null, null, null, null, null, null, null, null, null, null, null, null));
		choices(model);
		return FORM;
	}

	/** The same terms for the time after: all days moved on by the length of the term. */
	private TrustForm again(TrustView it, TrustView.Detail detail) {
		var days = ChronoUnit.DAYS.between(it.beginsOn(), it.endsOn()) + 1;
		var years = ChronoUnit.YEARS.between(it.beginsOn(), it.endsOn().plusDays(1));
		UnaryOperator<LocalDate> later = day -> (years > 0) ? day.plusYears(years) : day.plusDays(days);
		return new TrustForm(members.require(it.memberId()).no(), it.providerId(), it.crop(),
				later.apply(it.beginsOn()), later.apply(it.endsOn()),
				detail.plots().stream().map(plot -> plot.no() + " " + plain(plot.areaMu())).collect(joining("\n")),
				it.items(), it.promiseKgMu(), it.feeMu().toString(), it.refPrice().toString(),
				it.shareRate().movePointRight(2), it.villageRate().movePointRight(2), it.villageName(),
				detail.parts()
					.stream()
					.map(part -> later.apply(part.dueOn()) + " " + plain(part.percent()))
					.collect(joining("\n")));
	}

	private static String plain(BigDecimal number) {
		return number.stripTrailingZeros().toPlainString();
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:trust:draft')")
	ModelAndView draft(@Valid @ModelAttribute("form") TrustForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			var farm = members.byNo(Objects.toString(form.memberNo(), "").strip())
				.orElseThrow(() -> new RuleBroken("production.provider.no-member").at("memberNo"))
				.memberId();
			return LIST + "/" + commands.draft(farm, Objects.requireNonNull(form.providerId()), form.terms(),
					form.entrusted(plots.ofMember(farm)));
		}, FORM);
	}

	@PostMapping("/{id}/discarding")
	@PreAuthorize("hasAuthority('production:trust:draft')")
	ModelAndView discard(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/discarding", reason, () -> commands.discard(id, reason, version), model);
	}

	@PostMapping("/{id}/termination")
	@PreAuthorize("hasAuthority('production:trust:draft')")
	ModelAndView terminate(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version,
			Model model) {
		return act(id, "/termination", reason, () -> commands.terminate(id, reason, version), model);
	}

	@PostMapping("/{id}/settlement")
	@PreAuthorize("hasAuthority('production:trust:settle')")
	ModelAndView settle(@PathVariable UUID id, @RequestParam(required = false) @Nullable BigDecimal yieldKg,
			@RequestParam(required = false) @Nullable String excuse, @RequestParam long version, Model model) {
		return act(id, "/settlement", Objects.toString(yieldKg, ""),
				() -> commands.settle(id, (yieldKg != null) ? yieldKg : BigDecimal.ONE.negate(), excuse, version),
				model);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:trust:confirm')")
	ModelAndView confirm(@PathVariable UUID id, @RequestParam long version, Model model) {
		return act(id, "/confirmation", "", () -> commands.confirm(id, version), model);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:trust:confirm')")
	ModelAndView giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/return", reason, () -> commands.giveBack(id, reason, version), model);
	}

	@PostMapping("/{id}/completion")
	@PreAuthorize("hasAuthority('production:trust:settle')")
	ModelAndView complete(@PathVariable UUID id, @RequestParam LocalDate on, @RequestParam String ref,
			@RequestParam long version, Model model) {
		return act(id, "/completion", ref, () -> commands.complete(id, on, ref, version), model);
	}

	private void choices(Model model) {
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("providers",
				providers.all()
					.stream()
					.filter(Providers.Provider::active)
					.map(it -> new Choice(it.id().toString(), it.name()))
					.toList());
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
