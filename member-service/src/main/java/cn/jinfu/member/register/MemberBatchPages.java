package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.organisation.OrganisationKind;
import cn.jinfu.member.organisation.OrganisationQueries;
import cn.jinfu.member.register.MemberBatches.Line;
import cn.jinfu.member.register.MemberBatches.Outcome;
import cn.jinfu.member.register.MemberBatches.Picked;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Members chosen on the list, one act for all of them, and what became of each. The
 * answer stands on the page that was sent, not behind a redirect: sent again it changes
 * nothing, since each row carries the version that was seen.
 */
@Controller
@RequestMapping("/console/member-batches")
@RequiredArgsConstructor
class MemberBatchPages {

	private static final String PAGE = "member/register/batch";

	private static final Pattern ROW = Pattern
		.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):([0-9]{1,18})");

	/**
	 * @param rows {@code id:version} each
	 */
	record Suspension(@Nullable List<String> rows, @Nullable @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable @NotNull LocalDate until) {
	}

	record Resumption(@Nullable List<String> rows, @Nullable @NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Membership(@Nullable List<String> rows, @Nullable @NotNull UUID organisationId) {
	}

	private final MemberBatches batches;

	private final MemberQueries queries;

	private final OrganisationQueries organisations;

	/** Shows whom the choice concerns, and asks what the act needs to know. */
	@PostMapping
	@PreAuthorize("hasAnyAuthority('member:member:edit', 'member:member:suspend')")
	String chosen(@RequestParam(required = false) @Nullable List<UUID> members,
			@RequestParam(defaultValue = "false") boolean all, @RequestParam BatchAct act,
			@ModelAttribute("filter") MemberFilter filter, Model model) {
		Collection<UUID> ids = all ? queries.matching(filter, MemberBatches.MOST + 1)
				: (members != null) ? members : List.of();
		MemberBatches.bound(ids.size());
		model.addAttribute("form", switch (act) {
			case SUSPENSION -> new Suspension(null, null, null);
			case RESUMPTION -> new Resumption(null, null);
			case MEMBERSHIP -> new Membership(null, null);
		});
		shown(act, queries.chosen(ids), model);
		return PAGE;
	}

	/** A choice has no address of its own: whoever comes back begins at the list. */
	@GetMapping
	@PreAuthorize("hasAnyAuthority('member:member:edit', 'member:member:suspend')")
	String none() {
		return "redirect:/console/members";
	}

	@PostMapping("/suspension")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	ModelAndView suspend(@Valid @ModelAttribute("form") Suspension form, BindingResult errors, Model model) {
		return done(BatchAct.SUSPENSION, form.rows(), errors,
				rows -> batches.suspend(rows, String.valueOf(form.reason()), Objects.requireNonNull(form.until())),
				model);
	}

	@PostMapping("/resumption")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	ModelAndView resume(@Valid @ModelAttribute("form") Resumption form, BindingResult errors, Model model) {
		return done(BatchAct.RESUMPTION, form.rows(), errors,
				rows -> batches.resume(rows, String.valueOf(form.reason())), model);
	}

	@PostMapping("/membership")
	@PreAuthorize("hasAuthority('member:member:edit')")
	ModelAndView join(@Valid @ModelAttribute("form") Membership form, BindingResult errors, Model model) {
		return done(BatchAct.MEMBERSHIP, form.rows(), errors,
				rows -> batches.join(rows, Objects.requireNonNull(form.organisationId())), model);
	}

	private ModelAndView done(BatchAct kind, @Nullable List<String> typed, BindingResult errors,
			Function<List<Picked>, Outcome> act, Model model) {
		var rows = List.<Picked>of();
		try {
			rows = read((typed != null) ? typed : List.of());
			if (!errors.hasErrors()) {
				var outcome = act.apply(rows);
				var results = new HashMap<UUID, Line>();
				outcome.rows().forEach(line -> results.put(line.memberId(), line));
				shown(kind, queries.chosen(results.keySet()), model);
				model.addAttribute("results", results);
				model.addAttribute("outcome", outcome);
				return new ModelAndView(PAGE);
			}
		}
		catch (RuleBroken refusal) {
			Forms.reject(errors, refusal);
		}
		var kept = (rows.size() > MemberBatches.MOST) ? List.<MemberView.Chosen>of()
				: queries.chosen(rows.stream().map(Picked::memberId).toList());
		shown(kind, kept, model);
		return new ModelAndView(PAGE, HttpStatus.UNPROCESSABLE_CONTENT);
	}

	private static List<Picked> read(List<String> rows) {
		return rows.stream().map(row -> {
			var parts = ROW.matcher(row);
			if (!parts.matches()) {
				throw new RuleBroken("member.batch.none").at("rows");
			}
			return new Picked(UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2)));
		}).toList();
	}

	private void shown(BatchAct act, List<MemberView.Chosen> members, Model model) {
		model.addAttribute("act", act);
		model.addAttribute("members", members);
		model.addAttribute("results", Map.of());
		model.addAttribute("organisations",
				organisations.all()
					.stream()
					.filter(it -> it.kind() != OrganisationKind.FEDERATION)
					.map(it -> new Choice(it.id().toString(), it.name()))
					.toList());
	}

}
