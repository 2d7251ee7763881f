package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;

import org.junit.jupiter.api.Test;

/** What a developer pasted is read, and the first difference is found. */
class SignatureCheckTests {

	@Test
	void theFirstOtherCharacterIsNamed() {
		assertThat(SignatureCheck.difference("a\nb", "a\nb")).isNull();
		var inside = Objects.requireNonNull(SignatureCheck.difference("a\nbcd", "a\nbxd"));
		assertThat(inside.line()).isEqualTo(2);
		assertThat(inside.place()).isEqualTo(2);
		var after = Objects.requireNonNull(SignatureCheck.difference("a", "a\n"));
		assertThat(after.line()).as("a line end after the last").isEqualTo(2);
		var missing = Objects.requireNonNull(SignatureCheck.difference("a\nb", "a"));
		assertThat(missing.line()).isEqualTo(2);
		assertThat(missing.place()).isEqualTo(1);
	}

	@Test
	void aRequestIsReadAsItIsWritten() {
		var request = PastedRequest
			.parse("POST /api/partner/v1/loans?x=1 HTTP/1.1\r\nContent-Digest: a:b\r\n\r\n{\"a\":\n1}",
					"https://p.example")
			.orElseThrow();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.target()).hasToString("https://p.example/api/partner/v1/loans?x=1");
		assertThat(request.pathAndQuery()).isEqualTo("/api/partner/v1/loans?x=1");
		assertThat(request.header("content-digest")).isEqualTo("a:b");
		assertThat(request.body()).asString().isEqualTo("{\"a\":\n1}");
		assertThat(PastedRequest.parse("GET https://p.example/x", "")).isPresent();
		for (var wrong : new String[] { "", "x", "GET", "GET x", "GET /x\nno header", "GET ://\n" }) {
			assertThat(PastedRequest.parse(wrong, "https://p.example")).as(wrong).isEmpty();
		}
	}

}
