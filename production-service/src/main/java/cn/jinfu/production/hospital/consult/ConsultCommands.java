package cn.jinfu.production.hospital.consult;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.input.Farms;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

/** Questions from the field to the answer. */
@Service
@Transactional
@RequiredArgsConstructor
public class ConsultCommands {

	private static final String CONSULT = "Consult";

	private static final String FARM = "FARM";

	private static final String DOCTOR = "DOCTOR";

	private final Consults consults;

	private final Doctors doctors;

	private final PlantingFacts plantings;

	private final PlotDirectory plots;

	private final Farms farms;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final ServiceUse uses;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	/**
	 * A farm asks about one of its plantings.
	 * @throws NotFound for a planting that is not this farm's
	 */
	@PreAuthorize("hasAuthority('production:consult:ask')")
	public UUID ask(UUID memberId, UUID plantingId, ConsultChannel channel, String question,
			List<MultipartFile> photos) {
		farms.requireReached(memberId);
		var planting = plantings.find(plantingId)
			.filter(it -> it.memberId().equals(memberId))
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		var division = plots.find(planting.plotId()).orElseThrow().divisionCode();
		var consult = Consult.open(numbers.next("consult", "WZ-%06d"),
				new Consult.Subject(memberId, division, plantingId, planting.crop()), question, channel,
				Actor.current().personId(), clock.now());
		history.record(CONSULT, consult.id(), null, consult.state(), null);
		consults.save(consult);
		pictures(consult, FARM, photos);
		return consult.id();
	}

	/** The farm says more; after the answer it asks again. */
	@PreAuthorize("hasAuthority('production:consult:ask')")
	public void tell(UUID consultId, @Nullable String text, List<MultipartFile> photos) {
		requireSomething(text, photos);
		change(consultId, null, Consult::tell);
		var consult = consults.require(consultId);
		said(consult, FARM, text);
		pictures(consult, FARM, photos);
	}

	/**
	 * @param stars one to five
	 */
	@PreAuthorize("hasAuthority('production:consult:ask')")
	public void rate(UUID consultId, int stars, @Nullable String note) {
		change(consultId, note, consult -> consult.rate(stars, note, clock.now()));
	}

	/** It is over; a question that nobody has taken yet is withdrawn so. */
	@PreAuthorize("hasAuthority('production:consult:ask')")
	public void close(UUID consultId) {
		change(consultId, null, consult -> consult.close(clock.now()));
	}

	/**
	 * The doctor takes a case off the pool. Of two at once one has it.
	 * @throws RuleBroken {@code production.doctor.quota-used} after his day's number
	 */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void take(UUID consultId) {
		var me = doctors.lockMe();
		var today = sql.sql("select count(*) from production_consult where doctor_id = ? and taken_at >= ?")
			.params(me.id(), Timestamp.from(clock.today().atStartOfDay(BusinessClock.ZONE).toInstant()))
			.query(Integer.class)
			.single();
		if (today >= me.dailyQuota()) {
			throw new RuleBroken("production.doctor.quota-used", me.dailyQuota());
		}
		change(consultId, null, consult -> consult.take(me.id(), clock.now()));
	}

	/** He cannot see to it after all: somebody else may. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void release(UUID consultId) {
		var me = doctors.requireMe();
		change(consultId, null, consult -> {
			var at = clock.now();
			consult.state().after(ConsultState.Action.RELEASE);
			consult.requireDoctor(me.id());
			consult.release(at);
		});
	}

	/**
	 * Whoever oversees takes an overdue question from the doctor who has it: somebody
	 * else may take it.
	 */
	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public void recall(UUID consultId, String reason) {
		requireReason(reason);
		change(consultId, reason, consult -> consult.recall(clock.now()));
	}

	/** A word of the doctor, with or without pictures. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void say(UUID consultId, @Nullable String text, List<MultipartFile> photos) {
		requireSomething(text, photos);
		var me = doctors.requireMe();
		change(consultId, null, consult -> consult.work(me.id()));
		var consult = consults.require(consultId);
		said(consult, DOCTOR, text);
		pictures(consult, DOCTOR, photos);
	}

	/** He needs to see or to know more; the farm is told. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void askForMore(UUID consultId, String what) {
		requireSomething(what, List.of());
		var me = doctors.requireMe();
		change(consultId, null, consult -> consult.ask(me.id()));
		var consult = consults.require(consultId);
		said(consult, DOCTOR, what);
		messages.tell(consult.memberId(), "production.message.consult-more", consult.no());
	}

	/** 转诊 to a colleague, who finds it among his own; after half an hour anybody may. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void refer(UUID consultId, UUID toDoctorId, String reason) {
		requireReason(reason);
		var me = doctors.requireMe();
		if (!doctors.require(toDoctorId).active()) {
			throw new RuleBroken("production.doctor.not-in-service").at("doctorId");
		}
		change(consultId, reason, consult -> consult.refer(me.id(), toDoctorId, clock.now()));
	}

	/** 巡诊: he comes to the field on that day; the farm is told. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void visit(UUID consultId, LocalDate on) {
		var me = doctors.requireMe();
		change(consultId, null, consult -> consult.visit(me.id(), on, clock.today()));
		var consult = consults.require(consultId);
		messages.tell(consult.memberId(), "production.message.consult-visit", consult.no(), on, me.name());
	}

	@PreAuthorize("hasAuthority('production:consult:answer')")
	public void answer(UUID consultId, String text) {
		var me = doctors.requireMe();
		change(consultId, null, consult -> consult.answer(me.id(), text, clock.now()));
		var consult = consults.require(consultId);
		said(consult, DOCTOR, text);
		served(consult);
		messages.tell(consult.memberId(), "production.message.consult-answered", consult.no());
	}

	/** Within the signing of a prescription. */
	@PreAuthorize("hasAuthority('production:prescription:issue')")
	public void prescribed(UUID consultId, UUID doctorId) {
		change(consultId, null, consult -> consult.prescribe(doctorId, clock.now()));
		served(consults.require(consultId));
	}

	/**
	 * For the clock: who took a case and was silent for half an hour loses it, and what a
	 * colleague was sent and has not taken is anybody's.
	 * @return how many cases went back
	 */
	public int backToPool(Instant now) {
		var since = now.minus(Consult.SILENCE);
		var back = 0;
		for (var consult : consults.findByStateAndTakenAtLessThanEqualOrderById(ConsultState.TAKEN, since)) {
			if (consult.silent(now)) {
				var from = consult.state();
				consult.release(now);
				history.record(CONSULT, consult.id(), from, consult.state(), null);
				consults.save(consult);
				back++;
			}
		}
		for (var consult : consults
			.findByStateAndReferredToIsNotNullAndWaitingSinceLessThanEqualOrderById(ConsultState.WAITING, since)) {
			consult.openToAll();
			consults.save(consult);
			back++;
		}
		return back;
	}

	/**
	 * For the clock: what nobody answered within the target is marked for those who
	 * oversee, and its farm is told; once, and by day only.
	 * @return how many
	 */
	public int escalate(Instant now) {
		var hour = now.atZone(BusinessClock.ZONE).getHour();
		if (hour < ConsultRules.DAY_FROM || hour >= ConsultRules.DAY_TO) {
			return 0;
		}
		var escalated = 0;
		for (var consult : consults.findByStateInAndAnsweredAtIsNullAndEscalatedAtIsNullAndOpenedAtLessThanOrderById(
				ConsultState.OWED, now.minus(ConsultRules.TARGET))) {
			if (consult.overdue(now)) {
				consult.escalate(now);
				consults.save(consult);
				messages.tell(consult.memberId(), "production.message.consult-late", consult.no());
				escalated++;
			}
		}
		return escalated;
	}

	private void change(UUID consultId, @Nullable String reason, Consumer<Consult> act) {
		var consult = consults.require(consultId);
		if (!Reach.current().covers(consult.memberId(), consult.division())) {
			throw new NotFound("production.consult.not-found", consultId);
		}
		var from = consult.state();
		act.accept(consult);
		if (from != consult.state()) {
			history.record(CONSULT, consultId, from, consult.state(), reason);
		}
		consults.save(consult);
	}

	private void served(Consult consult) {
		uses.record(consult.memberId(), ServiceKind.FIELD_SERVICE, clock.today(), "production.consult", consult.id());
	}

	private void said(Consult consult, String side, @Nullable String text) {
		if (text != null && !text.isBlank()) {
			message(consult, side, text.strip(), null);
		}
	}

	private void pictures(Consult consult, String side, List<MultipartFile> photos) {
		var sent = photos.stream().filter(photo -> !photo.isEmpty()).toList();
		if (sent.size() > ConsultRules.PICTURES) {
			throw new RuleBroken("production.consult.many-pictures", ConsultRules.PICTURES).at("photos");
		}
		for (var photo : sent) {
			files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, consult.memberId())
				.ifPresent(stored -> message(consult, side, null, stored.fileId()));
		}
	}

	private void message(Consult consult, String side, @Nullable String text, @Nullable UUID file) {
		var actor = Actor.current();
		sql.sql("""
				insert into production_consult_message
				  (tenant_id, consult_id, side, text, file_id, at, by_person, by_name)
				values (:tenant, :consult, :side, :text, :file, :at, :person, :name)""")
			.param("tenant", Tenant.require())
			.param("consult", flushed(consult).id())
			.param("side", side)
			.param("text", text)
			.param("file", file)
			.param("at", Timestamp.from(clock.now()))
			.param("person", actor.personId())
			.param("name", DOCTOR.equals(side) ? doctors.requireMe().name() : actor.displayName())
			.update();
	}

	/** Its row stands before what points to it. */
	private Consult flushed(Consult consult) {
		entities.flush();
		return consult;
	}

	private static void requireSomething(@Nullable String text, List<MultipartFile> photos) {
		if ((text == null || text.isBlank()) && photos.stream().allMatch(MultipartFile::isEmpty)) {
			throw new RuleBroken("production.consult.nothing-said").at("text");
		}
	}

	private static void requireReason(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
	}

}
