package cn.jinfu.production.standard;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class StandardCommands {

	/** All of a standard as it is written down. */
	public record Text(String crop, String varietyGroup, List<String> varieties, int harvestDays, String source,
			boolean demo, StandardContent content) {

		private CropStandard.Head head() {
			return new CropStandard.Head(crop, varietyGroup, varieties, harvestDays, source, demo);
		}

	}

	static final String TYPE = "CropStandard";

	private final CropStandards standards;

	private final Crops crops;

	private final StatusHistory history;

	private final EntityManager entities;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** The next edition; only one is written at a time. */
	@PreAuthorize("hasAuthority('production:standard:draft')")
	public UUID draft(Text text) {
		if (crops.find(text.crop()).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", text.crop()).at("crop");
		}
		var head = text.head();
		alone(head);
		var open = sql.sql("""
				select exists (select 1 from production_crop_standard
				 where crop = ? and variety_group = ? and state in ('DRAFT', 'SUBMITTED'))""")
			.params(head.crop(), head.varietyGroup())
			.query(Boolean.class)
			.single();
		if (open) {
			throw new RuleBroken("production.standard.open-draft").at("crop");
		}
		var edition = sql.sql(
				"select coalesce(max(edition), 0) + 1 from production_crop_standard where crop = ? and variety_group = ?")
			.params(head.crop(), head.varietyGroup())
			.query(Integer.class)
			.single();
		var actor = Actor.current();
		var standard = CropStandard.draft(head, edition, actor.personId(), actor.displayName(), clock.now());
		history.record(TYPE, standard.id(), null, standard.state(), null);
		standards.save(standard);
		entities.flush();
		write(standard.id(), text.content());
		return standard.id();
	}

	@PreAuthorize("hasAuthority('production:standard:draft')")
	public void edit(UUID standardId, Text text, long version) {
		var standard = standards.require(standardId).seenAt(version);
		var actor = Actor.current();
		standard.edit(text.head(), actor.personId(), actor.displayName(), clock.now());
		standards.save(standard);
		entities.flush();
		for (var table : List.of("range", "limit", "task", "stage")) {
			sql.sql("delete from production_standard_" + table + " where standard_id = ?").param(standardId).update();
		}
		write(standardId, text.content());
	}

	@PreAuthorize("hasAuthority('production:standard:draft')")
	public void submit(UUID standardId, long version) {
		move(standardId, version, null, standard -> standard.submit(clock.now()));
	}

	@PreAuthorize("hasAuthority('production:standard:draft')")
	public void discard(UUID standardId, String reason, long version) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		move(standardId, version, reason, CropStandard::discard);
	}

	@PreAuthorize("hasAuthority('production:standard:confirm')")
	public void giveBack(UUID standardId, String reason, long version) {
		move(standardId, version, reason, standard -> standard.giveBack(reason));
	}

	/** Puts it in force and retires the edition before it. */
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	public void confirm(UUID standardId, long version) {
		var standard = standards.require(standardId).seenAt(version);
		var actor = Actor.current();
		var from = standard.state();
		standards.findByCropAndVarietyGroupAndState(standard.crop(), standard.varietyGroup(), StandardState.IN_FORCE)
			.filter(before -> !before.id().equals(standardId))
			.ifPresent(before -> {
				before.retire(clock.today());
				history.record(TYPE, before.id(), StandardState.IN_FORCE, before.state(), null);
				standards.save(before);
				// two in force at once would meet the index
				entities.flush();
			});
		standard.confirm(actor.personId(), actor.displayName(), clock.today());
		history.record(TYPE, standardId, from, standard.state(), null);
		standards.save(standard);
	}

	/** Withdrawn without a successor: new plantings go without. */
	@PreAuthorize("hasAuthority('production:standard:confirm')")
	public void retire(UUID standardId, String reason, long version) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		move(standardId, version, reason, standard -> standard.retire(clock.today()));
	}

	/** What a person who looks now would see, for callers without a page. */
	public long versionOf(UUID standardId) {
		return standards.require(standardId).version();
	}

	private void move(UUID standardId, long version, @Nullable String reason,
			java.util.function.Consumer<CropStandard> act) {
		var standard = standards.require(standardId).seenAt(version);
		var from = standard.state();
		act.accept(standard);
		history.record(TYPE, standardId, from, standard.state(), reason);
		standards.save(standard);
	}

	/** Two who begin the same edition meet here. */
	private void alone(CropStandard.Head head) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 7))")
			.param(Tenant.require() + "/standard/" + head.crop() + "/" + head.varietyGroup())
			.query((row, n) -> "")
			.single();
	}

	private void write(UUID standardId, StandardContent content) {
		var tenant = Tenant.require();
		var no = 0;
		var line = 0;
		for (var stage : content.stages()) {
			no++;
			sql.sql("""
					insert into production_standard_stage (tenant_id, standard_id, no, name, days_from, days_to)
					values (?, ?, ?, ?, ?, ?)""")
				.params(tenant, standardId, no, stage.name(), stage.from(), stage.to())
				.update();
			for (var task : stage.tasks()) {
				sql.sql("""
						insert into production_standard_task
						  (tenant_id, standard_id, no, stage_no, stage_from, stage_to, kind, name, days_from, days_to)
						values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
					.params(tenant, standardId, ++line, no, stage.from(), stage.to(), task.kind().name(), task.name(),
							task.from(), task.to())
					.update();
			}
			for (var range : stage.ranges()) {
				sql.sql("""
						insert into production_standard_range (tenant_id, standard_id, no, stage_no, key, low, high)
						values (?, ?, ?, ?, ?, ?, ?)""")
					.params(tenant, standardId, ++line, no, range.key())
					.param(range.low())
					.param(range.high())
					.update();
			}
			for (var limit : stage.limits()) {
				write(standardId, ++line, no, limit);
			}
		}
		for (var limit : content.season()) {
			write(standardId, ++line, null, limit);
		}
	}

	private void write(UUID standardId, int line, @Nullable Integer stageNo, StandardContent.Limit limit) {
		var unit = limit.unit();
		sql.sql("""
				insert into production_standard_limit
				  (tenant_id, standard_id, no, stage_no, substance, input_id, dose_max, unit, max_times)
				values (:tenant, :standard, :no, :stage, :substance, :input, :dose, :unit, :times)""")
			.param("tenant", Tenant.require())
			.param("standard", standardId)
			.param("no", line)
			.param("stage", stageNo)
			.param("substance", limit.substance())
			.param("input", limit.inputId())
			.param("dose", limit.doseMax())
			.param("unit", (unit != null) ? unit.name() : null)
			.param("times", limit.maxTimes())
			.update();
	}

}
