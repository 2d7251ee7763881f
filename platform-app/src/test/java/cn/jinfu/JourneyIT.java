package cn.jinfu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.parallel.ResourceLock;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The whole platform with its demo on a database of its own, walked in a browser: one
 * journey after the other, while the tests of {@link PlatformIT} run beside them. A
 * journey that nothing there minds may go there, with {@link WithBrowser}, so that both
 * worlds end at about the same time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "jinfu.db.name=journeys", "jinfu.data=target/journeys-data" })
@ResourceLock("journeys")
@WithBrowser
public @interface JourneyIT {

}
