package cn.jinfu.member.application;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.Places;
import cn.jinfu.member.Typed;
import cn.jinfu.member.register.MemberFacts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Applications for clients. What can be changed answers with its version as ETag and
 * wants it back in If-Match.
 */
@RestController
@RequestMapping("/api/v1/membership-applications")
@RequiredArgsConstructor
class ApplicationApi {

	/**
	 * @param division township or village, 9 or 12 digits
	 * @param consent that the applicant himself agreed to the privacy notice
	 */
	record NewApplication(@NotNull MemberKind kind, @NotBlank @Size(max = 100) String name, @Nullable String uscc,
			@NotBlank String division, @Nullable @Size(max = 200) String address,
			@Nullable @Positive @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @Size(max = 200) String mainProducts, @NotBlank String idNumber, boolean consent) {
	}

	record Correction(@NotNull MemberKind kind, @NotBlank @Size(max = 100) String name, @Nullable String uscc,
			@NotBlank String division, @Nullable @Size(max = 200) String address,
			@Nullable @Positive @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @Size(max = 200) String mainProducts) {
	}

	record Reason(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Admission(@Nullable @Size(max = 400) String reason) {
	}

	private final ApplicationCommands commands;

	private final ApplicationQueries queries;

	private final Places places;

	@GetMapping
	Paged<ApplicationView.Row> list(@ModelAttribute ApplicationFilter filter) {
		return queries.list(filter).page();
	}

	@GetMapping("/{id}")
	ResponseEntity<ApplicationView> show(@PathVariable UUID id) {
		return tagged(id);
	}

	@GetMapping("/{id}/history")
	List<StatusHistory.Change> history(@PathVariable UUID id) {
		return queries.file(id).history();
	}

	@PostMapping
	ResponseEntity<ApplicationView> apply(@Valid @RequestBody NewApplication body) {
		var facts = facts(body.name(), body.kind(), body.uscc(), body.division(), body.address(), body.areaMu(),
				body.mainProducts());
		var id = commands
			.apply(new ApplicationCommands.Apply(facts, Typed.idNumber(body.idNumber()), body.consent(), null));
		var view = queries.view(id);
		return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/membership-applications/{id}").build(id))
			.eTag(String.valueOf(view.version()))
			.body(view);
	}

	@PutMapping("/{id}/correction")
	ResponseEntity<ApplicationView> correct(@PathVariable UUID id, @Valid @RequestBody Correction body,
			@RequestHeader("If-Match") String seen) {
		commands.resubmit(id, facts(body.name(), body.kind(), body.uscc(), body.division(), body.address(),
				body.areaMu(), body.mainProducts()), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/opinion")
	ResponseEntity<ApplicationView> opine(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.pass(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/return")
	ResponseEntity<ApplicationView> giveBack(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.giveBack(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/rejection")
	ResponseEntity<ApplicationView> reject(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.reject(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/admission")
	ResponseEntity<ApplicationView> admit(@PathVariable UUID id, @Valid @RequestBody Admission body,
			@RequestHeader("If-Match") String seen) {
		commands.admit(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/withdrawal")
	ResponseEntity<ApplicationView> withdraw(@PathVariable UUID id, @RequestHeader("If-Match") String seen) {
		commands.withdraw(id, null, Typed.version(seen));
		return tagged(id);
	}

	private MemberFacts facts(String name, MemberKind kind, @Nullable String uscc, String division,
			@Nullable String address, @Nullable BigDecimal areaMu, @Nullable String mainProducts) {
		return new MemberFacts(name, kind, Typed.uscc(uscc), places.named(division), address, Typed.area(areaMu),
				mainProducts, null, null);
	}

	private ResponseEntity<ApplicationView> tagged(UUID id) {
		var view = queries.view(id);
		return ResponseEntity.ok().eTag(String.valueOf(view.version())).body(view);
	}

}
