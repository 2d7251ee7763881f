package cn.jinfu.traceability.code;

import java.util.Locale;

import cn.jinfu.kernel.web.PublicUrl;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** What the codes that we print lead to. */
@Component
@RequiredArgsConstructor
public class PublicAddress {

	private final PublicUrl here;

	/** What a label's QR code holds: GS1 Digital Link where the product has a GTIN. */
	public String ofLabel(String codeSpace, String serial) {
		var path = CodePaths.label(codeSpace, serial);
		// in capitals throughout, a Digital Link needs a smaller picture (alphanumeric
		// mode)
		return path.startsWith("/01/") ? base().toUpperCase(Locale.ROOT) + path : base() + path;
	}

	/** Of a certificate's public page, which its QR code holds. */
	public String ofCertificate(String path) {
		return base() + path;
	}

	/** Of any path of ours. */
	public String of(String path) {
		return base() + path;
	}

	/** Where the public register tells about a licence. */
	public String ofLicence(String number) {
		return base() + "/register/licences/" + number;
	}

	private String base() {
		return here.base();
	}

}
