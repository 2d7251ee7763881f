package cn.jinfu;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.platform.account.OutsideSignIn;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Stands in the place of WeChat, which is off where nothing is configured; found by the
 * application's own scan, so that all tests share one context.
 */
@Component
class HouseForTests implements OutsideSignIn {

	/** Whom it names for a code, once. */
	static final Map<String, String> SUBJECTS = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "wechat";
	}

	@Override
	public boolean opensIn(@Nullable String userAgent) {
		return userAgent != null && userAgent.contains("MicroMessenger");
	}

	@Override
	public URI door(String state, URI back) {
		return URI.create("https://house.example/door?state=" + state + "&back=" + back);
	}

	@Override
	public Optional<String> subject(String code) {
		return Optional.ofNullable(SUBJECTS.remove(code));
	}

}
