package cn.jinfu.traceability.gs1;

import cn.jinfu.traceability.gs1.DigitalLink.Malformed;
import cn.jinfu.traceability.gs1.DigitalLink.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Identifiers as published in examples of the standard and of its test material. */
class Gs1Tests {

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/gs1-identifiers.csv", numLinesToSkip = 1, delimiter = ';')
	void everyWayToWriteAnIdentifierBecomesTheCanonicalOne(String written, String canonical) {
		assertThat(Canonical.identifier(written)).isEqualTo(canonical);
		assertThat(Canonical.identifier(canonical)).isEqualTo(canonical);
	}

	@ParameterizedTest
	@ValueSource(strings = { "09521234543213", "4012345000054", "040123450000003338", "9780345418913", "96385074" })
	void everySingleWrongDigitIsFound(String good) {
		for (int place = 0; place < good.length(); place++) {
			for (char other = '0'; other <= '9'; other++) {
				var changed = good.substring(0, place) + other + good.substring(place + 1);
				assertThat(CheckDigit.fits(changed)).isEqualTo(changed.equals(good) && CheckDigit.fits(good));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/01/09521234543214,check-digit,01", "/01/9521234543213,value,01", "/01/0952123454321A,value,01",
			"/01/09521234543213/21/A/10/B,order,10", "/01/09521234543213/10/A/10/B,twice,10",
			"/01/09521234543213/254/A,order,254", "/01/09521234543213/21/A^B,escape,21",
			"/01/09521234543213/21/%7B,value,21", "/01/09521234543213/21/%2,escape,21",
			"/01/09521234543213/21/123456789012345678901,value,21", "/01/09521234543213/21,path,''", "/01,path,''",
			"/99/09521234543213,path,''" })
	void aMalformedLinkSaysWhatIsWrong(String path, String code, String ai) {
		assertThat(DigitalLink.path(path)).isInstanceOfSatisfying(Malformed.class, it -> {
			assertThat(it.fault().code()).isEqualTo(code);
			assertThat(it.fault().ai()).isEqualTo(ai);
		});
	}

	@Test
	void theRightMostKeyWinsWhereTheStemLooksLikeOne() {
		assertThat(DigitalLink.path("/01/09780345418913/01/09521234543213/10/A")).isInstanceOfSatisfying(Read.class,
				it -> assertThat(it.link().path()).isEqualTo("/01/09521234543213/10/A"));
	}

	@ParameterizedTest
	@CsvSource({ "urn:epc:id:sgtin:4012345.011111.98%22,7", "urn:epc:id:sgtin:415056789012.0.987654,12",
			"urn:epc:id:sscc:4012345.0000000333,7", "urn:epc:id:sgln:4012345.00005.122,7",
			"urn:epc:id:sgln:4012345.00005.0,7", "urn:epc:class:lgtin:4012345.012345.Lot987,7",
			"urn:epc:idpat:sgtin:4012345.012345.*,7", "urn:epc:id:pgln:4000001.00000,7",
			"urn:epc:id:gdti:4012345.00009.PO-4711,7", "urn:epc:id:grai:4012345.00022.334455,7",
			"urn:epc:id:gsrn:4012345.0000006765,7", "urn:epc:id:giai:4012345.ABC345,7",
			"urn:epc:idpat:gdti:4012345.11111.*,7" })
	void aUrnComesBackFromItsDigitalLink(String urn, int prefix) {
		var link = EpcUrn.digitalLink(urn).orElseThrow();
		assertThat(EpcUrn.urn(link, prefix)).contains(urn);
	}

	@ParameterizedTest
	@ValueSource(strings = { "urn:epc:id:sgtin:4012345.01111.98", "urn:epc:id:sgtin:40123.01111111.98",
			"urn:epc:id:lgtin:4012345.012345.A", "urn:epc:class:sgtin:4012345.012345.A",
			"urn:epc:id:sgtin:4012345.012345.*", "urn:epc:id:unknown:4012345.012345.A",
			"urn:epc:id:sscc:4012345.31111" })
	void aUrnThatIsNotWrittenRightlyStaysAsItIs(String urn) {
		assertThat(EpcUrn.digitalLink(urn)).isEmpty();
		assertThat(Canonical.identifier(urn)).isEqualTo(urn);
	}

}
