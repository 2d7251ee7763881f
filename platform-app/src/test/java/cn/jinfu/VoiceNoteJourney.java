package cn.jinfu;

import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A farmer who cannot type says it; a clerk writes it down. */
@PlatformIT
@WithBrowser
class VoiceNoteJourney extends Walk {

	private static final LocalDate TODAY = LocalDate.now(BusinessClock.ZONE);

	@Test
	@DisplayName("手机上说一段话，经办人听写进台账，两个人的名字都在；农户提异议，由另一个人处理")
	void whatIsSaidOnThePhoneIsWrittenDownByAClerk(Browser browser) throws Exception {
		try (var phone = phone(browser); var desk = desk(browser); var office = desk(browser)) {
			phone.grantPermissions(List.of("microphone"));
			var farm = logIn(phone, "farm.demo");
			farm.navigate(url("/portal/operations/new"));
			farm.click("a[href^='/portal/voice-notes/new']");
			says(farm, "最长一分钟");
			farm.locator("input[name=plantingIds]").first().check(new Locator.CheckOptions().setForce(true));
			record(farm, 1_200);
			shot(farm, "voice-recorded");
			// discarded and said again
			farm.click("[data-voice-again]");
			assertThat(farm.isVisible("audio")).isFalse();
			record(farm, 1_500);
			send(farm);
			var note = idAt(farm, "/portal/voice-notes");
			says(farm, "收到了，等工作人员写下来", "待听写");
			shot(farm, "voice-waiting");
			farm.navigate(url("/portal"));
			says(farm, "条录音等着听写");

			var clerk = logIn(desk, "township.clerk");
			clerk.navigate(url("/console/voice-notes"));
			clerk.click("td a[href$='" + note + "']");
			says(clerk, "每听一次都留记录");
			assertThat(plays(clerk)).isEqualTo(true);
			shot(clerk, "voice-write");
			clerk.check("input[name=kind][value=WEED]", forced());
			clerk.fill("#on", TODAY.toString());
			press(clerk, clerk.locator("form[action$='/transcription'] button[type=submit]:not([name=again])"));
			says(clerk, "已写下");
			shot(clerk, "voice-written");

			farm.navigate(url("/portal/voice-notes/" + note));
			says(farm, "已经写进台账，请核对");
			farm.click("main a[href^='/portal/operations/']");
			says(farm, "由录音写下", "代");
			shot(farm, "voice-entry");
			farm.navigate(url("/portal/voice-notes/" + note));
			decide(farm, "写得不对", "说的是整枝，不是除草");
			says(farm, "您说写得不对，等人核对");

			clerk.navigate(url("/console/voice-notes/" + note));
			says(clerk, "写的人、说的人和提异议的人不能处理异议");
			var officer = logIn(office, "production.officer");
			officer.navigate(url("/console/voice-notes/" + note));
			decide(officer, "处理异议", "听过录音，请农户作废后重记");
			says(officer, "异议已处理");
			farm.navigate(url("/portal/voice-notes/" + note));
			says(farm, "异议已经处理", "听过录音，请农户作废后重记");
		}
	}

	@Test
	@DisplayName("录到 60 秒自己停；没有麦克风就选手机里的录音；没信号时录音留在这一页")
	void theRecorderStopsByItselfAndAFileDoesAsWell(Browser browser) throws Exception {
		try (var phone = phone(browser); var plain = phone(browser)) {
			phone.grantPermissions(List.of("microphone"));
			var farm = logIn(phone, "farm.demo");
			farm.clock().install();
			farm.navigate(url("/portal/voice-notes/new"));
			farm.locator("input[name=plantingIds]").first().check(new Locator.CheckOptions().setForce(true));
			farm.click("[data-voice-start]");
			farm.waitForSelector("[data-voice-stop]:not([hidden])");
			farm.clock().fastForward(61_000);
			says(farm, "录了 60 秒");
			phone.setOffline(true);
			farm.click(".bottom-act button");
			says(farm, "没发出去");
			phone.setOffline(false);
			send(farm);
			idAt(farm, "/portal/voice-notes");
			says(farm, "60 秒");

			plain.addInitScript("delete window.MediaRecorder;");
			var other = logIn(plain, "farm.demo");
			other.navigate(url("/portal/voice-notes/new"));
			assertThat(other.isVisible("[data-voice-start]")).isFalse();
			other.locator("input[name=plantingIds]").first().check(new Locator.CheckOptions().setForce(true));
			other.setInputFiles("#recording", new FilePayload("a.txt", "text/plain", "no voice".getBytes()));
			send(other);
			says(other, "这里只收录音");
			other.locator("input[name=plantingIds]").first().check(new Locator.CheckOptions().setForce(true));
			other.setInputFiles("#recording", new FilePayload("tone.wav", "audio/wav", tone()));
			shot(other, "voice-file");
			send(other);
			idAt(other, "/portal/voice-notes");
			says(other, "收到了");
		}
	}

	private static void record(Page page, int milliseconds) {
		page.click("[data-voice-start]");
		page.waitForSelector("[data-voice-stop]:not([hidden])");
		page.waitForTimeout(milliseconds);
		page.click("[data-voice-stop]");
		says(page, "听一遍");
		assertThat(page.isVisible("audio")).isTrue();
	}

	/** Whether the browser finds sound in it. */
	private static Object plays(Page page) {
		return page.evaluate("""
				async () => {
				  const audio = document.querySelector('audio');
				  audio.muted = true;
				  await audio.play();
				  return audio.readyState >= 2 && audio.error === null;
				}""");
	}

	/** One second of a tone, 8 kHz, 16 bits. */
	private static byte[] tone() {
		var sound = java.nio.ByteBuffer.allocate(44 + 16_000).order(java.nio.ByteOrder.LITTLE_ENDIAN);
		sound.put("RIFF".getBytes()).putInt(36 + 16_000).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1);
		sound.putShort((short) 1).putInt(8_000).putInt(16_000).putShort((short) 2).putShort((short) 16);
		sound.put("data".getBytes()).putInt(16_000);
		for (int n = 0; n < 8_000; n++) {
			sound.putShort((short) Math.round(9_000 * Math.sin(2 * Math.PI * 440 * n / 8_000)));
		}
		return sound.array();
	}

}
