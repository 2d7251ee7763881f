package cn.jinfu.credit.declaration;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.declaration.DeclarationStatus.Action;
import cn.jinfu.kernel.Aggregate;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A farm's answers for one year; counts once another person has verified them. */
@Entity
@Table(name = "credit_declaration")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Declaration extends Aggregate<Declaration> {

	private String no;

	private UUID memberId;

	private String memberName;

	private String townshipCode;

	private int year;

	@Enumerated(EnumType.STRING)
	private DeclarationStatus status;

	private Instant statusSince;

	@Embedded
	private Answers answers;

	private UUID submittedBy;

	private String submittedName;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	/** What the township wrote when it verified or returned. */
	private @Nullable String note;

	/** Whose declaration it is, and for which township. */
	record Owner(UUID memberId, String memberName, String townshipCode) {
	}

	static Declaration submitted(String no, Owner owner, int year, Answers answers, UUID person, String name,
			Instant at) {
		var declaration = new Declaration();
		declaration.no = no;
		declaration.memberId = owner.memberId();
		declaration.memberName = owner.memberName();
		declaration.townshipCode = owner.townshipCode();
		declaration.year = year;
		declaration.status = DeclarationStatus.SUBMITTED;
		declaration.statusSince = at;
		declaration.answers = answers;
		declaration.submittedBy = person;
		declaration.submittedName = name;
		return declaration;
	}

	/** Once more, corrected. */
	void submit(Answers corrected, UUID person, String name, Instant at) {
		var next = status.after(Action.SUBMIT);
		answers = corrected;
		submittedBy = person;
		submittedName = name;
		decidedBy = null;
		decidedName = null;
		move(next, at);
	}

	/** 乡镇核实: by somebody who did not fill it in. */
	void verify(UUID person, String name, @Nullable String words, Instant at) {
		decide(status.after(Action.VERIFY), person, name, words, at);
	}

	void giveBack(UUID person, String name, String why, Instant at) {
		decide(status.after(Action.RETURN), person, name, why, at);
	}

	private void decide(DeclarationStatus next, UUID person, String name, @Nullable String words, Instant at) {
		CreditFourEyes.VERIFY_DECLARATION.requireOther("credit.declaration.four-eyes", person, submittedBy);
		decidedBy = person;
		decidedName = name;
		note = words;
		move(next, at);
	}

	public int verifyDays() {
		return DeclarationDesk.VERIFY_DAYS;
	}

	private void move(DeclarationStatus next, Instant at) {
		status = next;
		statusSince = at;
	}

}
