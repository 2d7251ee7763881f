package cn.jinfu.platform.security;

import cn.jinfu.kernel.MapTiles;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyTests {

	@Test
	void noOutsideHostIsLetThroughUnlessTheMapHasOneAndThenOnlyForPictures() {
		assertThat(SecurityConfiguration.policy(new MapTiles("", "WGS84", ""))).isEqualTo(SecurityConfiguration.CSP)
			.doesNotContain("http")
			.contains("media-src 'self' blob:;");
		var named = SecurityConfiguration.policy(new MapTiles("https://t.example.cn/{z}/{x}/{y}", "WGS84", ""));
		assertThat(named).contains("img-src 'self' https://t.example.cn;").contains("default-src 'self';");
		assertThat(named.split("https://", -1)).hasSize(2);
	}

}
