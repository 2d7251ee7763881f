package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.partner.PartnerCalls.Claim;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who asks at once under one key. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class PartnerCallsIT {

	private static final byte[] BODY = new byte[32];

	@Autowired
	PartnerCalls calls;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	@Test
	@DisplayName("I25: under one key one call is at work, however many come at once and however often it is given free")
	void oneIsAtWork() throws Exception {
		var tenant = TestFederation.another();
		TestFederation.of(tenant, sql, transaction);
		var key = new PartnerCalls.Key("bank-a", "POST", "/loans", "key-" + Ids.next());
		var atWork = new AtomicInteger();
		var granted = new AtomicInteger();
		Callable<Boolean> bank = () -> {
			for (int n = 0; n < 60; n++) {
				if (claim(tenant, key) instanceof Claim.Granted(var fence)) {
					granted.incrementAndGet();
					assertThat(atWork.incrementAndGet()).isEqualTo(1);
					atWork.decrementAndGet();
					Tenant.runAs(tenant, () -> calls.release(key, fence));
				}
			}
			return true;
		};
		try (var banks = Executors.newFixedThreadPool(6)) {
			var all = new ArrayList<Callable<Boolean>>();
			for (int n = 0; n < 6; n++) {
				all.add(bank);
			}
			for (var done : banks.invokeAll(all)) {
				assertThat(done.get()).isTrue();
			}
		}
		assertThat(granted).hasPositiveValue();
		assertThat(claim(tenant, key)).isInstanceOf(Claim.Granted.class);
		assertThat(claim(tenant, key)).isInstanceOf(Claim.Running.class);
	}

	private Claim claim(String tenant, PartnerCalls.Key key) {
		return Tenant.callAs(tenant, () -> calls.claim(key, BODY));
	}

}
