package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

import cn.jinfu.traceability.code.Crockford;

/**
 * The lot's number (GS1 application identifier 10): four characters of the farm, the day
 * as yyMMdd, five running characters, one check character. People read meaning into it;
 * the program only looks it up.
 */
final class LotCode {

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");

	private LotCode() {
	}

	static String of(UUID memberId, LocalDate day, long running) {
		var body = Crockford.digits(memberId.getLeastSignificantBits(), 4) + DAY.format(day)
				+ Crockford.digits(running, 5);
		return body + Crockford.check(body);
	}

}
