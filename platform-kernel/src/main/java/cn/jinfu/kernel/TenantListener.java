package cn.jinfu.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Reacts to a {@link TenantEvent} after its transaction: in another thread, with the
 * event's tenant set and in a transaction of its own. Delivered at least once, so the
 * reaction must be idempotent. For what may lag only; what the next page shows is written
 * through a facade in the same transaction.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Async
@TransactionalEventListener
public @interface TenantListener {

}
