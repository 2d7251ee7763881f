package cn.jinfu.member;

import java.util.List;

import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import cn.jinfu.kernel.Section;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where this module's pages are found. */
@Configuration(proxyBeanMethods = false)
class MemberEntries {

	@Bean
	MenuContribution memberInTheSidebar() {
		return () -> List.of(
				new MenuEntry(Section.MEMBER, "member.members", "/console/members", "member:member:view", 10,
						List.of("/console/member-batches")),
				new MenuEntry(Section.MEMBER, "member.applications", "/console/applications", "member:application:view",
						20),
				new MenuEntry(Section.MEMBER, "member.imports", "/console/member-imports", "member:member:import", 30),
				new MenuEntry(Section.MEMBER, "member.organisation.list", "/console/organisations",
						"member:organisation:view", 40),
				new MenuEntry(Section.MEMBER, "member.visits", "/console/counter-visits", "member:visit:view", 50),
				new MenuEntry(Section.MEMBER, "member.duty", "/console/duty-shifts", "member:organisation:view", 60),
				new MenuEntry(Section.MEMBER, "member.erasures", "/console/erasures", "member:erasure:view", 65));
	}

	@Bean
	PortalContribution memberOnThePhone() {
		return () -> List.of(new PortalEntry(Place.APPLICANT, 10, "member.join.open", "file", "/portal/join"),
				new PortalEntry(Place.APPLICANT, 90, "member.my-information", "id", "/portal/my-data"),
				new PortalEntry(Place.MINE, 90, "member.my-information", "id", "/portal/my-data"),
				new PortalEntry(Place.MINE, 95, "member.join.another", "file", "/portal/join"));
	}

}
