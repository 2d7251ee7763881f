package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * One act for many members. The answer is 200 with what became of each row, refused ones
 * included; what is wrong with the act itself refuses it whole.
 */
@RestController
@RequestMapping("/api/v1/member-batches")
@RequiredArgsConstructor
class MemberBatchApi {

	/**
	 * @param version as read, the member's ETag
	 */
	record Row(@NotNull UUID memberId, @NotNull Long version) {
	}

	record Suspension(@NotEmpty @Size(max = MemberBatches.MOST) List<@Valid @NotNull Row> rows,
			@NotBlank @Size(min = 2, max = 400) String reason, @NotNull LocalDate until) {
	}

	record Resumption(@NotEmpty @Size(max = MemberBatches.MOST) List<@Valid @NotNull Row> rows,
			@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Membership(@NotEmpty @Size(max = MemberBatches.MOST) List<@Valid @NotNull Row> rows,
			@NotNull UUID organisationId) {
	}

	private final MemberBatches batches;

	@PostMapping("/suspension")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	MemberBatches.Outcome suspend(@Valid @RequestBody Suspension body) {
		return batches.suspend(picked(body.rows()), body.reason(), body.until());
	}

	@PostMapping("/resumption")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	MemberBatches.Outcome resume(@Valid @RequestBody Resumption body) {
		return batches.resume(picked(body.rows()), body.reason());
	}

	/** Into a federation below the county's. */
	@PostMapping("/membership")
	@PreAuthorize("hasAuthority('member:member:edit')")
	MemberBatches.Outcome join(@Valid @RequestBody Membership body) {
		return batches.join(picked(body.rows()), body.organisationId());
	}

	private static List<MemberBatches.Picked> picked(List<Row> rows) {
		return rows.stream().map(row -> new MemberBatches.Picked(row.memberId(), row.version())).toList();
	}

}
