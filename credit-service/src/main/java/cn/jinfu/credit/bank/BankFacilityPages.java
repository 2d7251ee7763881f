package cn.jinfu.credit.bank;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.credit.bank.BankDrafts.FacilityAnswer;
import cn.jinfu.credit.facility.BankFacilities;
import cn.jinfu.credit.facility.BankFacilities.BankFacility;
import cn.jinfu.credit.facility.BankFacilities.Standing;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.servlet.ModelAndView;

/**
 * A bank's people see their own bank's umbrellas and parts and say yes or no to what the
 * federation proposes, by the very commands of its machine. Another bank's is not found.
 */
@Controller
@RequestMapping(BankFacilityPages.PATH)
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:bank-case:view')")
class BankFacilityPages {

	static final String PATH = "/console/bank-facilities";

	private static final String FORM = "credit/bank/facility-answer";

	/** What a form says; decides its field and where it goes. */
	enum Answer {

		APPROVAL, DECLINE

	}

	/**
	 * @param version of the proposal on the page
	 */
	record ApprovalForm(@Nullable @NotBlank @Size(max = 60) String documentNo, @NotNull @Nullable Long version) {
	}

	record DeclineForm(@Nullable @NotBlank @Size(max = 200) String reason, @NotNull @Nullable Long version) {
	}

	private final BankFacilities facilities;

	private final BankDrafts drafts;

	@GetMapping
	String list(Model model) {
		model.addAttribute("umbrellas", facilities.list(bank()));
		model.addAttribute("waiting", facilities.waiting(bank()));
		model.addAttribute("entered", entered());
		return "credit/bank/facilities";
	}

	/** Of a part the page of its umbrella. */
	@GetMapping("/{facilityId}")
	String show(@PathVariable String facilityId, Model model) {
		var asked = one(facilityId);
		var umbrella = (asked.umbrellaId() != null) ? facilities.one(bank(), asked.umbrellaId()) : asked;
		var parts = facilities.parts(bank(), umbrella.id());
		model.addAttribute("u", umbrella);
		model.addAttribute("parts", parts);
		model.addAttribute("asked", asked);
		var entered = entered();
		model.addAttribute("entered", entered);
		model.addAttribute("drafts",
				drafts.ofFacilities(bank(),
						Stream.concat(Stream.of(umbrella), parts.stream())
							.filter(it -> it.status() == Standing.PROPOSED || entered.contains(it.id()))
							.map(BankFacility::id)
							.toList()));
		return "credit/bank/facility";
	}

	/** What a colleague has answered, with another still to confirm it. */
	private Set<UUID> entered() {
		var answered = new HashSet<UUID>();
		for (var draft : drafts.open(bank())) {
			var about = draft.facility();
			if (about != null) {
				answered.add(about.facilityId());
			}
		}
		return answered;
	}

	@GetMapping("/{facilityId}/approval")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String approval(@PathVariable String facilityId, Model model) {
		var asked = one(facilityId);
		model.addAttribute("form", new ApprovalForm(null, asked.version()));
		return form(Answer.APPROVAL, asked, model);
	}

	@PostMapping("/{facilityId}/approval")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView approve(@PathVariable String facilityId, @Valid @ModelAttribute("form") ApprovalForm form,
			BindingResult errors, Model model) {
		var asked = one(facilityId);
		form(Answer.APPROVAL, asked, model);
		return Forms.submit(errors, () -> enter(asked, given(form.documentNo()).strip(), null, form.version()),
				back(asked), FORM);
	}

	@GetMapping("/{facilityId}/decline")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	String decline(@PathVariable String facilityId, Model model) {
		var asked = one(facilityId);
		model.addAttribute("form", new DeclineForm(null, asked.version()));
		return form(Answer.DECLINE, asked, model);
	}

	@PostMapping("/{facilityId}/decline")
	@PreAuthorize("hasAuthority('credit:bank-case:decide')")
	ModelAndView decline(@PathVariable String facilityId, @Valid @ModelAttribute("form") DeclineForm form,
			BindingResult errors, Model model) {
		var asked = one(facilityId);
		form(Answer.DECLINE, asked, model);
		return Forms.submit(errors, () -> enter(asked, null, given(form.reason()).strip(), form.version()), back(asked),
				FORM);
	}

	private void enter(BankFacility asked, @Nullable String documentNo, @Nullable String reason,
			@Nullable Long version) {
		drafts.enter(bank(), new FacilityAnswer(asked.id(), asked.umbrellaId() != null, asked.name(), asked.amount(),
				documentNo, reason, given(version)));
	}

	private static String form(Answer answer, BankFacility asked, Model model) {
		model.addAttribute("answer", answer);
		model.addAttribute("asked", asked);
		model.addAttribute("open", asked.status() == Standing.PROPOSED);
		model.addAttribute("back", back(asked));
		return FORM;
	}

	private static String back(BankFacility asked) {
		return PATH + "/" + asked.id();
	}

	/** What is no id is nobody's. */
	private BankFacility one(String facilityId) {
		try {
			return facilities.one(bank(), UUID.fromString(facilityId));
		}
		catch (IllegalArgumentException _) {
			throw new NotFound("credit.facility.not-found", facilityId);
		}
	}

	private static String bank() {
		return Actor.current().bankClient();
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
