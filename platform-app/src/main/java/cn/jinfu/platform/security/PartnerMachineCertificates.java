package cn.jinfu.platform.security;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import cn.jinfu.credit.PartnerCertificates;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The certificates that are registered for partners' machines. */
@Component
@RequiredArgsConstructor
class PartnerMachineCertificates implements PartnerCertificates {

	private final JdbcClient sql;

	@Override
	public List<Ending> endingOn(Collection<LocalDate> days) {
		return sql.sql("""
				select client_id, certificates from platform_client
				 where tenant_id = ? and active and certificates <> '' order by client_id""")
			.param(Tenant.require())
			.query((row, n) -> Map.entry(row.getString(1), PartnerCertificate.read(row.getString(2))))
			.list()
			.stream()
			.flatMap(it -> it.getValue()
				.stream()
				.filter(one -> one.lastDay() != null && days.contains(one.lastDay()))
				.map(one -> new Ending(it.getKey(), one.sha256())))
			.toList();
	}

}
