package cn.jinfu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.dao.DataIntegrityViolationException;

class ConstraintsTests {

	/** The fields of an error, as PostgreSQL sends them (protocol 3.0, error fields). */
	private static DataIntegrityViolationException told(String words, String constraint) {
		var fields = "SERROR\0C23514\0M" + words + "\0" + constraint + "\0";
		return new DataIntegrityViolationException("translated", new PSQLException(new ServerErrorMessage(fields)));
	}

	@Test
	void aTriggersOwnWordsNeedNotNameTheConstraint() {
		assertThat(Constraints.name(told("a bank's level ends on its day", "ncredit_bank_level_final_ck\0")))
			.contains("credit_bank_level_final_ck");
	}

	@Test
	void aNameInTheWordsAloneIsFound() {
		assertThat(Constraints.name(told("new row violates check constraint \"a_b_ck\"", ""))).contains("a_b_ck");
		assertThat(Constraints.name(new DataIntegrityViolationException("nothing"))).isEmpty();
	}

}
