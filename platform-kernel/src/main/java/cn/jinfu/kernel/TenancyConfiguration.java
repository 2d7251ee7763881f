package cn.jinfu.kernel;

import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Two walls between tenants: Hibernate fills and filters the tenant column, PostgreSQL's
 * row-level security refuses whatever slips past it, native SQL included.
 */
@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

	@Bean
	HibernatePropertiesCustomizer tenantResolver() {
		var resolver = new CurrentTenantIdentifierResolver<String>() {
			@Override
			public String resolveCurrentTenantIdentifier() {
				return Tenant.current();
			}

			@Override
			public boolean validateExistingCurrentSessions() {
				return true;
			}
		};
		return properties -> properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, resolver);
	}

	/**
	 * Local to the transaction (third argument), so that nothing leaks through the pool.
	 */
	@Bean
	TransactionExecutionListener rowLevelSecurity(JdbcTemplate jdbc) {
		return new TransactionExecutionListener() {
			@Override
			public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
				if (failure == null && transaction.isNewTransaction() && !Tenant.NONE.equals(Tenant.current())) {
					jdbc.queryForObject("select set_config('app.tenant', ?, true)", String.class, Tenant.current());
				}
			}
		};
	}

}
