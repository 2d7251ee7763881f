package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.input.InputCatalogue;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings a line and the label of today together. */
@Component
@RequiredArgsConstructor
class RxChecks {

	private final InputCatalogue inputs;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** How the label sees it today; nothing is written. */
	RxCheck check(UUID plantingId, String crop, UUID inputId, String pest, BigDecimal dosePerMu, int times) {
		var today = clock.today();
		var before = sql.sql("""
				select count(*) from production_input_use
				 where planting_id = ? and input_id = ? and standing <> 'VOID'""")
			.params(plantingId, inputId)
			.query(Integer.class)
			.single();
		return RxCheck.of(new RxCheck.Dose(pest, dosePerMu, times, before),
				new RxCheck.Label(inputs.require(inputId).kind() == InputKind.PESTICIDE,
						inputs.bannedOn(inputId, crop, today), inputs.registered(inputId, today),
						inputs.rules(inputId, crop, today)));
	}

}
