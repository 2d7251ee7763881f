package cn.jinfu.traceability.code;

import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Where the public page of a label or certificate is. */
@Component
@RequiredArgsConstructor
public class CodePaths {

	/** Stands before a certificate's code, where a label has its product number. */
	public static final String CERTIFICATE = "HGZ";

	/** Stands before a box's own code. */
	public static final String BOX = "XH";

	private static final int SSCC = 18;

	private final LabelKeys keys;

	/** Path of one label, as printed in its picture. */
	public String label(String space, int keyVersion, long number) {
		return label(space, LabelSerial.encode(keys.signing(keyVersion), keyVersion, space, number));
	}

	public static String label(String space, String serial) {
		return space.matches("[0-9]{14}") ? "/01/" + space + "/21/" + serial : "/t/" + space + "/" + serial;
	}

	public static String certificate(String code) {
		return "/t/" + CERTIFICATE + "/" + code;
	}

	/** Of a box, by its GS1 number or by our own code. */
	public static String box(String code) {
		return (code.length() == SSCC) ? "/00/" + code : "/t/" + BOX + "/" + code;
	}

	/** A box's own code: signed as labels are, from its running number. */
	public String boxCode(long number) {
		var version = keys.signingVersion();
		return LabelSerial.encode(keys.signing(version), version, BOX, number);
	}

	/** A certificate's own code: signed as labels are, from its running number. */
	public String certificateCode(long number) {
		var version = keys.signingVersion();
		return LabelSerial.encode(keys.signing(version), version, CERTIFICATE, number);
	}

}
