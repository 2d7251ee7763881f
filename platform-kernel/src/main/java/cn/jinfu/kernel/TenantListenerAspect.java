package cn.jinfu.kernel;

import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tenant first, then the transaction: the order that row-level security needs. */
@Aspect
@Component
class TenantListenerAspect {

	private final TransactionTemplate transaction;

	TenantListenerAspect(PlatformTransactionManager transactions) {
		this.transaction = new TransactionTemplate(transactions);
	}

	@Around("@annotation(cn.jinfu.kernel.TenantListener)")
	@Nullable Object inTenant(ProceedingJoinPoint call) {
		if (!(call.getArgs()[0] instanceof TenantEvent event)) {
			throw new IllegalStateException(call.getSignature() + " must take a TenantEvent");
		}
		Actor.system(event.tenantId()).run(() -> transaction.executeWithoutResult(_ -> proceed(call)));
		return null;
	}

	private static void proceed(ProceedingJoinPoint call) {
		try {
			call.proceed();
		}
		catch (RuntimeException | Error failure) {
			throw failure;
		}
		catch (Throwable failure) {
			throw new IllegalStateException(failure);
		}
	}

}
