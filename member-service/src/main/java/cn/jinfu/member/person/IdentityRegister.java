package cn.jinfu.member.person;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.PersonalData;
import cn.jinfu.member.MemberIdentities;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens what is sealed of a member's head, and leaves the record of it. */
@Service
@RequiredArgsConstructor
class IdentityRegister implements MemberIdentities {

	private final PersonalData vault;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private record Head(UUID personId, String name, @Nullable String idSealed, @Nullable String mobileSealed) {

		boolean known() {
			return idSealed != null || mobileSealed != null;
		}

	}

	@Override
	public Optional<String> creditCode(UUID memberId) {
		return required(
				transaction.execute(_ -> sql.sql("select uscc from member_member where id = ? and uscc is not null")
					.param(memberId)
					.query(String.class)
					.optional()));
	}

	/** No transaction is held while the vault records the reading in its own. */
	@Override
	public Optional<Identity> head(UUID memberId, String purpose) {
		return required(transaction
			.execute(_ -> sealed(memberId).filter(Head::known).filter(it -> !vault.destroyed(it.personId()))))
			.map(it -> opened(it, purpose));
	}

	private Optional<Head> sealed(UUID memberId) {
		return sql.sql("""
				select q.id, q.name, q.id_sealed,
				       (select n.sealed from member_person_mobile n where n.person_id = q.id and n.ended_at is null
				         order by n.bound_at desc limit 1)
				  from member_post p join member_person q on q.id = p.person_id
				 where p.member_id = ? and p.role = 'HEAD' and p.to_on is null""")
			.param(memberId)
			.query((row, n) -> new Head(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4)))
			.optional();
	}

	private Identity opened(Head head, String purpose) {
		var sealed = Stream.of(head.idSealed(), head.mobileSealed()).filter(Objects::nonNull).toList();
		var plain = vault.open(head.personId(), sealed, purpose);
		return new Identity(head.name(), (head.idSealed() != null) ? plain.getFirst() : null,
				(head.mobileSealed() != null) ? plain.getLast() : null);
	}

	private static <T> T required(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
