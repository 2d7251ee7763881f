package cn.jinfu.traceability.box;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A carton or crate with a code of its own; what is in it are kilograms of lots. */
@Entity
@Table(name = "trace_box")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Box extends Aggregate<Box> {

	/** 已装箱, 已拆箱. */
	public enum BoxStatus {

		PACKED, EMPTIED

	}

	private String code;

	private UUID memberId;

	private String division;

	@Enumerated(EnumType.STRING)
	private BoxStatus status;

	private Instant packedAt;

	private UUID packedBy;

	private String packedName;

	private @Nullable Instant emptiedAt;

	static Box pack(String code, UUID memberId, String division, Actor by, Instant at) {
		var box = new Box();
		box.code = code;
		box.memberId = memberId;
		box.division = division;
		box.status = BoxStatus.PACKED;
		box.packedAt = at;
		box.packedBy = by.personId();
		box.packedName = by.displayName();
		return box;
	}

	void requirePacked(String act) {
		if (status != BoxStatus.PACKED) {
			throw new WrongState("trace.box.emptied", code, act);
		}
	}

	/** The last kilogram was taken out; the code says so from now on. */
	void empty(Instant at) {
		requirePacked("UNPACK");
		status = BoxStatus.EMPTIED;
		emptiedAt = at;
	}

}
