package cn.jinfu.supply.input;

import java.sql.Timestamp;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import jakarta.persistence.PersistenceException;
import lombok.RequiredArgsConstructor;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The counter: sells, and when the sale is refused notes that, after the sale's own
 * transaction has been undone. Regulators look at refusals too.
 */
@Service
@RequiredArgsConstructor
class Till {

	private final InputSaleCommands commands;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final PlatformTransactionManager transactions;

	UUID sell(InputSaleCommands.Sell command) {
		try {
			return commands.sell(command);
		}
		catch (Refusal.RuleBroken refusal) {
			new TransactionTemplate(transactions).executeWithoutResult(_ -> note(command, refusal.code()));
			throw refusal;
		}
		catch (DataIntegrityViolationException | PersistenceException twice) {
			// the same till number at the same moment: the other one is the sale
			if (Constraints.name(twice).filter("supply_input_sale_till_uq"::equals).isEmpty()) {
				throw twice;
			}
			return commands.sell(command);
		}
	}

	private void note(InputSaleCommands.Sell command, String code) {
		sql.sql("""
				insert into supply_sale_refusal (tenant_id, outlet_id, member_id, code, at, by_person)
				values (?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), command.outletId(), command.memberId(), code, Timestamp.from(clock.now()),
					Actor.current().personId())
			.update();
	}

}
