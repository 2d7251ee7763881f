package cn.jinfu.credit;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** The certificates of partners' machines; the platform keeps the register. */
public interface PartnerCertificates {

	/**
	 * @param sha256 of its DER, in hexadecimal
	 */
	record Ending(String clientId, String sha256) {
	}

	/** Of the federation at work, those whose last day is one of these. */
	List<Ending> endingOn(Collection<LocalDate> days);

}
