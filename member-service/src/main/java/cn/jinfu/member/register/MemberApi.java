package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.Places;
import cn.jinfu.member.Typed;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
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
 * The register for clients; personal data masked. A member answers with its version as
 * ETag, and every change wants it back in If-Match.
 */
@RestController
@RequestMapping("/api/v1/members")
@RequiredArgsConstructor
class MemberApi {

	/**
	 * @param division township or village, 9 or 12 digits
	 */
	record Facts(@NotBlank @Size(max = 100) String name, @NotNull MemberKind kind, @Nullable String uscc,
			@NotBlank String division, @Nullable @Size(max = 200) String address,
			@Nullable @PositiveOrZero @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @Size(max = 200) String mainProducts, @Nullable @PositiveOrZero Integer staff,
			@Nullable @PositiveOrZero Integer householdsLed) {

		MemberFacts read(Places places) {
			return new MemberFacts(name, kind, Typed.uscc(uscc), places.named(division), address, Typed.area(areaMu),
					mainProducts, staff, householdsLed);
		}
	}

	record Head(@NotBlank @Size(max = 60) String name, @Nullable String idNumber, @Nullable String mobile) {
	}

	/** A member whose paper file is already decided. */
	record NewMember(@NotNull @Valid Facts facts, @NotNull @Valid Head head, @NotNull LocalDate admittedOn) {
	}

	record Suspension(@NotBlank @Size(min = 2, max = 400) String reason, @NotNull LocalDate until) {
	}

	record Reason(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	private final MemberCommands commands;

	private final MemberQueries queries;

	private final Places places;

	@GetMapping
	Paged<MemberView.Row> list(@ModelAttribute MemberFilter filter) {
		return queries.list(filter).page();
	}

	@GetMapping("/{id}")
	ResponseEntity<MemberView> show(@PathVariable UUID id) {
		return tagged(id);
	}

	@GetMapping("/{id}/people")
	List<MemberView.PersonLine> people(@PathVariable UUID id) {
		return queries.file(id).people();
	}

	@GetMapping("/{id}/history")
	List<StatusHistory.Change> history(@PathVariable UUID id) {
		return queries.file(id).history();
	}

	@PostMapping
	ResponseEntity<MemberView> enter(@Valid @RequestBody NewMember body) {
		var head = body.head();
		var id = commands.enter(new MemberCommands.Enter(body.facts().read(places),
				new PersonFacts(head.name(), Typed.idNumberIfAny(head.idNumber()), Typed.mobileIfAny(head.mobile())),
				body.admittedOn()));
		var view = queries.view(id);
		return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/members/{id}").build(id))
			.eTag(String.valueOf(view.version()))
			.body(view);
	}

	@PutMapping("/{id}")
	ResponseEntity<MemberView> change(@PathVariable UUID id, @Valid @RequestBody Facts body,
			@RequestHeader("If-Match") String seen) {
		commands.change(new MemberCommands.Change(id, body.read(places), Typed.version(seen)));
		return tagged(id);
	}

	@PostMapping("/{id}/suspension")
	ResponseEntity<MemberView> suspend(@PathVariable UUID id, @Valid @RequestBody Suspension body,
			@RequestHeader("If-Match") String seen) {
		commands.suspend(new MemberCommands.Suspend(id, body.reason(), body.until(), Typed.version(seen)));
		return tagged(id);
	}

	@PostMapping("/{id}/resumption")
	ResponseEntity<MemberView> resume(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.resume(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/notice")
	ResponseEntity<MemberView> giveNotice(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.giveNotice(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/notice-withdrawal")
	ResponseEntity<MemberView> withdrawNotice(@PathVariable UUID id, @Valid @RequestBody Reason body,
			@RequestHeader("If-Match") String seen) {
		commands.withdrawNotice(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	private ResponseEntity<MemberView> tagged(UUID id) {
		var view = queries.view(id);
		return ResponseEntity.ok().eTag(String.valueOf(view.version())).body(view);
	}

}
