package cn.jinfu.production.input;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import lombok.RequiredArgsConstructor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The farms behind member ids. The register is asked where it runs; this module alone, as
 * in its own tests, knows ids only.
 */
@Component
@RequiredArgsConstructor
public class Farms {

	private final ObjectProvider<MemberDirectory> directory;

	/**
	 * @throws cn.jinfu.kernel.Refusal.NotFound for an id the register does not know
	 */
	public void require(UUID memberId) {
		directory.ifAvailable(register -> register.require(memberId));
	}

	public Map<UUID, MemberSummary> inSet(Collection<UUID> memberIds) {
		var register = directory.getIfAvailable();
		return (register == null || memberIds.isEmpty()) ? Map.of() : register.inSet(memberIds);
	}

}
