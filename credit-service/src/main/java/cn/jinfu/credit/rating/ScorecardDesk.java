package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** New editions of the card: one drafts, another approves. */
@Service
@Transactional
@RequiredArgsConstructor
public class ScorecardDesk {

	private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9.-]{2,29}");

	private static final int MOST_WORDS = 400;

	/** Ratings read at a time for a comparison. */
	private static final int BATCH = 500;

	private final CardEditions editions;

	private final Scorecards scorecards;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * An edition with how many ratings were made with it.
	 */
	public record View(CardEdition edition, Scorecard card, @Nullable CardComparison comparison, long ratings,
			@Nullable CardEdition base, @Nullable Scorecard before) {

		public boolean can(String action) {
			return edition.status().allows(CardStatus.Action.valueOf(action));
		}

		/** The same indicator in the edition it was copied from. */
		public Scorecard.@Nullable Indicator before(String code) {
			return (before == null) ? null
					: before.indicators().stream().filter(it -> it.code().equals(code)).findFirst().orElse(null);
		}

	}

	/** A copy of the card in use, under a code of its own. */
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	public UUID draft(String code) {
		if (!CODE.matcher(code).matches()) {
			throw new RuleBroken("credit.scorecard.code").at("code");
		}
		if (editions.existsByCode(code)) {
			throw new RuleBroken("credit.scorecard.code-taken", code).at("code");
		}
		var actor = Actor.current();
		var base = editions.require(scorecards.champion(clock.today()).id());
		var edition = CardEdition.draft(base, base.card().named(code), actor.personId(), actor.displayName(),
				clock.now());
		editions.saveAndFlush(edition);
		history.record(CardEdition.TYPE, edition.id(), null, edition.status(), null);
		return edition.id();
	}

	/**
	 * @param change what the drafter typed, laid over the draft's card
	 */
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	public void edit(UUID id, CardChange change, long version) {
		var edition = editions.require(id).seenAt(version);
		edition.status().after(CardStatus.Action.EDIT);
		edition.edit(change.over(edition.card()).checked(), words(change.note()), Actor.current().personId());
		editions.saveAndFlush(edition);
	}

	/** Rates every current rating once more with both cards. */
	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	public void compare(UUID id, long version) {
		var edition = editions.require(id).seenAt(version);
		edition.status().after(CardStatus.Action.EDIT);
		var present = scorecards.champion(clock.today()).card();
		edition.compared(compare(present, edition.card()));
		editions.saveAndFlush(edition);
	}

	private CardComparison compare(Scorecard present, Scorecard draft) {
		var before = new RatingEngine(present);
		var after = new RatingEngine(draft);
		var tally = new CardTally();
		var last = new UUID(0, 0);
		for (var rows = snapshots(last); !rows.isEmpty(); rows = snapshots(last)) {
			var farms = members.inSet(rows.stream().map(Stored::memberId).toList());
			for (var row : rows) {
				last = row.id();
				var snapshot = RatingJson.read(row.snapshot(), Snapshot.class);
				var farm = farms.get(row.memberId());
				var area = (farm != null) ? farm.areaMu() : null;
				tally.add((farm != null) ? farm.townshipCode() : "", FarmSize.of((area != null) ? area.mu() : null),
						before.plain(snapshot), after.plain(snapshot));
			}
		}
		return tally.compared(clock.today(), present.code());
	}

	private record Stored(UUID id, UUID memberId, String snapshot) {
	}

	private List<Stored> snapshots(UUID after) {
		return sql.sql("""
				select id, member_id, snapshot from credit_rating
				 where status in ('EFFECTIVE', 'UNDER_OBJECTION', 'SUSPENDED') and id > ? order by id limit ?""")
			.params(after, BATCH)
			.query((row, n) -> new Stored(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)))
			.list();
	}

	@PreAuthorize("hasAuthority('credit:scorecard:edit')")
	public void propose(UUID id, long version) {
		var actor = Actor.current();
		var edition = editions.require(id).seenAt(version);
		edition.status().after(CardStatus.Action.PROPOSE);
		edition.card().checked();
		var before = edition.status();
		edition.propose(actor.personId(), actor.displayName(), clock.now());
		save(edition, before, edition.note());
	}

	@PreAuthorize("hasAuthority('credit:scorecard:approve')")
	public void giveBack(UUID id, String reason, long version) {
		var edition = editions.require(id).seenAt(version);
		var before = edition.status();
		edition.giveBack();
		save(edition, before, words(reason));
	}

	/**
	 * @param from the day it takes over; today means at once
	 */
	@PreAuthorize("hasAuthority('credit:scorecard:approve')")
	public void approve(UUID id, LocalDate from, long version) {
		var actor = Actor.current();
		var edition = editions.require(id).seenAt(version);
		var before = edition.status();
		edition.status().after(CardStatus.Action.APPROVE);
		if (editions.existsByStatus(CardStatus.APPROVED)) {
			throw new WrongState("credit.scorecard.waiting");
		}
		edition.approve(from, clock.today(), actor.personId(), actor.displayName(), clock.now());
		save(edition, before, null);
		scorecards.startDue(clock.today());
	}

	/** A draft nobody wants, or an approved one before its day. */
	@PreAuthorize("hasAnyAuthority('credit:scorecard:edit', 'credit:scorecard:approve')")
	public void discard(UUID id, String reason, long version) {
		var edition = editions.require(id).seenAt(version);
		var before = edition.status();
		edition.discard();
		save(edition, before, words(reason));
	}

	private void save(CardEdition edition, CardStatus before, @Nullable String reason) {
		editions.saveAndFlush(edition);
		history.record(CardEdition.TYPE, edition.id(), before, edition.status(), reason);
	}

	private static String words(String words) {
		if (words.strip().length() < 2 || words.length() > MOST_WORDS) {
			throw new RuleBroken("credit.application.words", MOST_WORDS).at("reason");
		}
		return words.strip();
	}

	/** The newest first; the one that ships with the product among them. */
	@PreAuthorize("hasAuthority('credit:scorecard:view')")
	public List<View> list() {
		scorecards.champion(clock.today());
		return editions.newestFirst().stream().map(this::view).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:scorecard:view')")
	public View show(UUID id) {
		return view(editions.require(id));
	}

	private View view(CardEdition edition) {
		var base = (edition.basedOn() != null) ? editions.require(edition.basedOn()) : null;
		return new View(edition, edition.card(), edition.compared(),
				sql.sql("select count(*) from credit_rating where scorecard_version_id = ?")
					.param(edition.id())
					.query(Long.class)
					.single(),
				base, (base != null) ? base.card() : null);
	}

	/** Proposed and not by this person, the longest first. */
	@Transactional(readOnly = true)
	public List<CardEdition> waiting(UUID person) {
		return editions.newestFirst()
			.reversed()
			.stream()
			.filter(it -> it.status() == CardStatus.PROPOSED && !person.equals(it.draftedBy())
					&& !person.equals(it.proposedBy()))
			.toList();
	}

}
