package cn.jinfu.supply.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import cn.jinfu.supply.LotProofs.LotProof;
import cn.jinfu.supply.SalesFacts.Strength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaleProofTests {

	/** From docs/rules/proved-sale.md: each condition missing alone. */
	@ParameterizedTest
	@CsvSource({ "80,true,true,false,true,true,true,true,''", "79,true,true,false,true,true,true,true,chain",
			"80,false,true,false,true,true,true,true,certificate", "80,true,false,false,true,true,true,true,labels",
			"80,true,true,true,true,true,true,true,stopped", "80,true,true,false,false,true,true,true,balance",
			"80,true,true,false,true,false,false,true,received", "80,true,true,false,true,true,false,true,arms-length",
			"80,true,true,false,true,true,true,false,paid" })
	void namesWhatIsMissing(int completeness, boolean certified, boolean labelled, boolean stopped, boolean balance,
			boolean received, boolean armsLength, boolean paid, String missing) {
		var lot = new LotProof(UUID.randomUUID(), completeness, certified, labelled, stopped, balance);
		var acts = new SaleProof.Acts(received, armsLength, paid, false);

		var found = SaleProof.missing(acts, lot);

		assertThat(String.join(",", found)).isEqualTo(missing);
		assertThat(SaleProof.strength(acts, found) == Strength.PROVED).isEqualTo(missing.isEmpty());
	}

	@Test
	void buyersWordConfirmsButDoesNotProve() {
		var acts = new SaleProof.Acts(true, true, false, false);
		assertThat(SaleProof.strength(acts, SaleProof.missing(acts, null))).isEqualTo(Strength.CONFIRMED);
	}

	@Test
	void sellersOwnWordConfirmsNothing() {
		var acts = new SaleProof.Acts(true, false, true, false);
		assertThat(SaleProof.strength(acts, SaleProof.missing(acts, null))).isEqualTo(Strength.STATED);
	}

}
