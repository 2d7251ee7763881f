package cn.jinfu;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/** 金服在线: one application over one schema. */
@SpringBootApplication
@Modulithic(systemName = "金服在线", sharedModules = { "kernel", "db" })
public class PlatformApplication {

	public static void main(String[] args) {
		SpringApplication.run(PlatformApplication.class, args);
	}

}
