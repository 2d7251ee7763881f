package cn.jinfu.production.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class TransferQueries {

	/** Of one plot; more than any plot has seen. */
	private static final int MOST = 200;

	private static final String READ = """
			select t.*, p.name as plot_name, p.member_id from production_transfer t
			  join production_plot p on p.tenant_id = t.tenant_id and p.id = t.plot_id
			""";

	private final JdbcClient sql;

	private final PlotDirectory plots;

	private final Farms members;

	/** The latest term first. */
	@PreAuthorize("hasAuthority('production:plot:view')")
	public List<TransferView> ofPlot(UUID plotId) {
		requireReached(plotId);
		return named(sql.sql(READ + " where t.plot_id = ? order by t.from_on desc, t.id desc limit ?")
			.params(plotId, MOST)
			.query(TransferQueries::view)
			.list());
	}

	@PreAuthorize("hasAuthority('production:plot:view')")
	public TransferView view(UUID plotId, UUID transferId) {
		requireReached(plotId);
		return named(sql.sql(READ + " where t.plot_id = ? and t.id = ?")
			.params(plotId, transferId)
			.query(TransferQueries::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.transfer.not-found", transferId));
	}

	/** Waiting for an officer, the longest first; without the reader's own. */
	@PreAuthorize("hasAuthority('production:plot:verify')")
	public List<TransferView> waiting(int limit) {
		var reach = Reach.current();
		return named(sql
			.sql(READ + " where t.state = 'RECORDED' and " + Reach.on("p", "p")
					+ " order by t.recorded_at limit :limit")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.param("limit", limit)
			.query(TransferQueries::view)
			.list()).stream().filter(it -> !it.mine()).toList();
	}

	/**
	 * The last day of the land on which something was sown, where it is over before the
	 * harvest and no other term follows; empty when the farm may harvest there.
	 */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public Optional<LocalDate> overBefore(UUID plotId, LocalDate sownOn, LocalDate harvestOn) {
		return sql
			.sql("""
					select max(t.last_on) from production_transfer t
					 where t.plot_id = :plot and t.direction = 'IN' and t.state not in ('RETURNED','WITHDRAWN') and t.last_on < :harvest
					   and :sown between t.from_on and t.last_on
					   and not exists (select 1 from production_transfer n where n.tenant_id = t.tenant_id and n.plot_id = t.plot_id
					        and n.direction = 'IN' and n.state not in ('RETURNED','WITHDRAWN') and :harvest between n.from_on and n.last_on)""")
			.param("plot", plotId)
			.param("sown", sownOn)
			.param("harvest", harvestOn)
			.query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
			.single();
	}

	private void requireReached(UUID plotId) {
		plots.find(plotId)
			.filter(it -> Reach.current().covers(it.memberId(), it.divisionCode()))
			.orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
	}

	private List<TransferView> named(List<TransferView> rows) {
		return members.named(rows, TransferView::memberId, TransferView::withMemberName);
	}

	private static TransferView view(ResultSet row, int n) throws SQLException {
		return new TransferView(row.getObject("id", UUID.class), row.getObject("plot_id", UUID.class),
				row.getString("plot_name"), row.getObject("member_id", UUID.class), "",
				Direction.valueOf(row.getString("direction")), row.getString("partner"), row.getBigDecimal("area_mu"),
				row.getObject("from_on", LocalDate.class), row.getObject("to_on", LocalDate.class),
				row.getString("contract_no"), row.getObject("contract_id", UUID.class),
				TransferState.valueOf(row.getString("state")), row.getString("reason"),
				FourEyesStep.tookPart(Actor.current().personId(), row.getObject("recorded_by", UUID.class),
						row.getObject("amended_by", UUID.class)),
				row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
				row.getObject("ended_on", LocalDate.class), row.getLong("version"));
	}

}
