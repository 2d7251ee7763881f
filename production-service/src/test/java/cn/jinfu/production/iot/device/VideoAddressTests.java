package cn.jinfu.production.iot.device;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VideoAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'' | production.video.address
			camera | production.video.not-https
			http://a.example.com/1 | production.video.not-https
			rtsp://a.example.com/1 | production.video.not-https
			javascript:alert(1) | production.video.not-https
			HTTPS://a.example.com/1 | production.video.not-https
			//a.example.com/1 | production.video.not-https
			https:/1 | production.video.address
			https:///1 | production.video.address
			https://a b.example.com/ | production.video.address
			https://user:pass@a.example.com/1 | production.video.credentials
			https://user@a.example.com/1 | production.video.credentials
			https://a.example.com/1?token=x | production.video.credentials
			https://a.example.com/1?x=1&Access_Token=x | production.video.credentials
			https://a.example.com/1?x=1;pwd=x | production.video.credentials
			https://a.example.com/1#sign=x | production.video.credentials
			https://a.example.com/1?password= | production.video.credentials""")
	void refusesWhatIsNoPublicAddress(String address, String code) {
		assertThatThrownBy(() -> new VideoAddress(address)).isInstanceOf(RuleBroken.class)
			.extracting(it -> ((RuleBroken) it).code())
			.isEqualTo(code);
	}

	@Test
	void takesWhatOpensAPageAndNoDoor() {
		assertThat(new VideoAddress(" https://a.example.com:8443/live/1?channel=2#t=3 ").text())
			.isEqualTo("https://a.example.com:8443/live/1?channel=2#t=3");
		assertThat(new VideoAddress("https://a.example.com").host()).isEqualTo("a.example.com");
		assertThat(new VideoAddress("https://a.example.com/tokens?monkey=1").host()).isEqualTo("a.example.com");
	}

}
