package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.lot.LotTests;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the laboratory does: one enters, another confirms. */
@Service
@Transactional
@RequiredArgsConstructor
public class ResidueCommands {

	static final String TYPE = "ResidueTest";

	/**
	 * @param result null when nothing was detected
	 */
	public record Line(String pesticide, @Nullable BigDecimal result, BigDecimal loq) {
	}

	/**
	 * @param lotId one lot of the planting, or null when the sample speaks for all of it
	 * @param food name in the limit standard, or null for the crop's own
	 * @param laboratory name of an accredited one; for a farm's own quick test, its own
	 * @param method standard by which it was measured, may be empty
	 * @param report picture or PDF of the paper, or null
	 */
	public record Enter(UUID plantingId, @Nullable UUID lotId, @Nullable String food, ResidueTest.TestKind kind,
			String laboratory, String method, String reportNo, LocalDate sampledOn, List<Line> lines,
			@Nullable Paper report) {

		public Enter(UUID plantingId, @Nullable UUID lotId, @Nullable String food, ResidueTest.TestKind kind,
				String laboratory, String reportNo, LocalDate sampledOn, List<Line> lines) {
			this(plantingId, lotId, food, kind, laboratory, "", reportNo, sampledOn, lines, null);
		}

	}

	/**
	 * Inside this module and in the same transaction: a result counts from now on.
	 *
	 * @param accredited by a laboratory, not by the farm itself
	 */
	public record TestCounted(UUID testId, String number, UUID plantingId, @Nullable UUID lotId, LocalDate sampledOn,
			boolean passed, boolean accredited, List<ResidueItem> items) {
	}

	/** The report itself, as scanned. */
	public record Paper(String name, byte[] content) {
	}

	private final ResidueTests tests;

	private final LimitBook limits;

	private final LaboratoryDesk laboratories;

	private final PlotDirectory plots;

	private final FileStore files;

	private final PlantingFacts plantings;

	private final MemberDirectory members;

	private final LotTests lots;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final ApplicationEventPublisher events;

	@PreAuthorize("hasAuthority('trace:test:enter')")
	public UUID enter(Enter command) {
		var planting = plantings.find(command.plantingId())
			.orElseThrow(() -> new NotFound("trace.test.planting-not-found", command.plantingId()));
		if (command.lotId() != null) {
			lots.requireOfPlanting(command.lotId(), planting.plantingId());
		}
		var division = plots.find(planting.plotId()).map(PlotDirectory.PlotFacts::divisionCode).orElse("");
		if (!Reach.current().covers(planting.memberId(), division)) {
			throw new NotFound("trace.test.planting-not-found", command.plantingId());
		}
		requireSampling(command, planting.sownOn());
		var laboratory = (command.kind() == ResidueTest.TestKind.SELF) ? null
				: laboratories.require(command.laboratory(), command.sampledOn());
		var food = food(command.food(), planting.crop());
		var edition = limits.edition(command.sampledOn());
		var items = command.lines().stream().map(line -> judge(line, edition, food)).toList();
		if (new HashSet<>(items.stream().map(ResidueItem::pesticide).toList()).size() < items.size()) {
			throw new RuleBroken("trace.test.twice").at("lines");
		}
		var test = ResidueTest.enter(numbers.next("residue_test", "JC-%06d"),
				new ResidueTest.Sample(planting.memberId(), members.require(planting.memberId()).name(),
						planting.plantingId(), command.lotId(), division, food, command.sampledOn()),
				new ResidueTest.Report(command.kind(), command.laboratory().strip(),
						(laboratory != null) ? laboratory.id() : null, command.method(), command.reportNo().strip(),
						file(command.report(), planting.memberId())),
				edition, items, Actor.current(), clock.now());
		tests.save(test);
		history.record(TYPE, test.id(), null, test.status(), null);
		return test.id();
	}

	/**
	 * The result counts: a pass frees waiting lots of the planting, a failure holds them.
	 */
	@PreAuthorize("hasAuthority('trace:test:review')")
	public void confirm(UUID testId, long version) {
		var test = reached(testId).seenAt(version);
		var before = test.status();
		test.confirm(Actor.current(), clock.now());
		tests.save(test);
		history.record(TYPE, test.id(), before, test.status(), null);
		events.publishEvent(new TestCounted(test.id(), test.number(), test.plantingId(), test.lotId(), test.sampledOn(),
				test.verdict() != Verdict.FAIL, test.kind() != ResidueTest.TestKind.SELF, List.copyOf(test.items())));
		lots.confirmed(test.plantingId(), test.lotId(), test.verdict() == Verdict.FAIL, test.number());
	}

	@PreAuthorize("hasAuthority('trace:test:review')")
	public void reject(UUID testId, String reason, long version) {
		var test = reached(testId).seenAt(version);
		var before = test.status();
		test.reject(Actor.current(), reason, clock.now());
		tests.save(test);
		history.record(TYPE, test.id(), before, test.status(), reason);
	}

	private @Nullable UUID file(@Nullable Paper report, UUID memberId) {
		return (report == null) ? null
				: files
					.store(FileStore.Kind.DOCUMENT, report.name(), report.content(), FileStore.Visibility.MEMBER,
							memberId)
					.fileId();
	}

	private ResidueTest reached(UUID testId) {
		var test = tests.require(testId);
		if (!Reach.current().covers(test.memberId(), test.division())) {
			throw new NotFound("trace.test.not-found", testId);
		}
		return test;
	}

	private void requireSampling(Enter command, LocalDate sownOn) {
		if (command.sampledOn().isAfter(clock.today())) {
			throw new RuleBroken("trace.test.future").at("sampledOn");
		}
		if (command.sampledOn().isBefore(sownOn)) {
			throw new RuleBroken("trace.test.before-sowing", sownOn.toString()).at("sampledOn");
		}
		if (tests.existsByLaboratoryAndReportNoAndStatusNot(command.laboratory().strip(), command.reportNo().strip(),
				ResidueTestStatus.REJECTED)) {
			throw new RuleBroken("trace.test.report-known", command.reportNo()).at("reportNo");
		}
	}

	private String food(@Nullable String named, String crop) {
		var food = (named != null && !named.isBlank()) ? named
				: limits.foodOf(crop).orElseThrow(() -> new RuleBroken("trace.test.food-missing").at("food"));
		if (!limits.knows(food)) {
			throw new RuleBroken("trace.test.food-unknown", food).at("food");
		}
		return food;
	}

	private ResidueItem judge(Line line, String edition, String food) {
		if (line.loq().signum() <= 0 || (line.result() != null && line.result().signum() < 0)) {
			throw new RuleBroken("trace.test.negative", line.pesticide()).at("lines");
		}
		var row = limits.limit(edition, food, line.pesticide()).orElse(null);
		var limit = (row != null) ? row.limit() : null;
		if (line.result() == null && limit != null && line.loq().compareTo(limit) > 0) {
			throw new RuleBroken("trace.test.loq-above-limit", line.pesticide(), limit).at("lines");
		}
		return new ResidueItem(line.pesticide(), line.result(), line.loq(), limit, (row != null) ? row.printed() : null,
				ItemVerdict.of(line.result(), limit));
	}

}
