package cn.jinfu.member;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import cn.jinfu.TestPlatform;

import org.springframework.boot.test.context.SpringBootTest;

/** One context for every integration test of this module. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = TestPlatform.class, webEnvironment = SpringBootTest.WebEnvironment.MOCK)
public @interface MemberIT {

}
