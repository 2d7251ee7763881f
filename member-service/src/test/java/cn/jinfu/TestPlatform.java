package cn.jinfu;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The kernel and this module alone, for its own tests. */
@SpringBootApplication
public class TestPlatform {

}
