package cn.jinfu.traceability.certificate;

import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.web.PdfPapers;
import cn.jinfu.traceability.code.PublicAddress;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The certificate as it is printed: on a sheet of A6, or on a label of 60 x 40 mm. */
@Component
@RequiredArgsConstructor
class CertificatePaper {

	static final String TEMPLATE = "traceability/certificate-print";

	private static final String SMALL = "60x40";

	private final CertificateQueries queries;

	private final PublicAddress addresses;

	private final PdfPapers papers;

	ResponseEntity<byte[]> pdf(UUID id, @Nullable String size) {
		var certificate = queries.view(id);
		var small = SMALL.equals(size);
		return papers.show("traceability/certificate-pdf",
				Map.of("certificate", certificate, "contact", queries.contact(id), "small", small, "address",
						addresses.ofCertificate(certificate.path())),
				certificate.number(),
				small ? new String[] { "certificate", "certificate-60" } : new String[] { "certificate" });
	}

	void fill(UUID id, @Nullable String size, Model model) {
		var certificate = queries.view(id);
		model.addAttribute("certificate", certificate);
		model.addAttribute("contact", queries.contact(id));
		model.addAttribute("small", SMALL.equals(size));
		model.addAttribute("qr", QrPicture.of(addresses.ofCertificate(certificate.path())));
	}

}
