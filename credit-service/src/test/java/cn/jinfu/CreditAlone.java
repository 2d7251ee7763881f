package cn.jinfu;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.credit.PartnerEncryption;
import cn.jinfu.kernel.Ids;
import cn.jinfu.member.Counter;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberIdentities;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.People;
import cn.jinfu.member.SampleFarms;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.ProductionRecords;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFacts;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * This module on the real database; the modules it reads answer as little as they may.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@AutoConfigurationPackage(basePackages = { "cn.jinfu.kernel", "cn.jinfu.credit" })
@ComponentScan({ "cn.jinfu.kernel", "cn.jinfu.credit" })
public class CreditAlone {

	public static final UUID FARM = Ids.next();

	@Bean
	MemberDirectory memberDirectory() {
		var directory = mock(MemberDirectory.class);
		when(directory.requireActive(any())).thenAnswer(it -> farm(it.getArgument(0)));
		when(directory.require(any())).thenAnswer(it -> farm(it.getArgument(0)));
		when(directory.inSet(any())).thenReturn(Map.of());
		return directory;
	}

	private static MemberSummary farm(UUID id) {
		return new MemberSummary(id, "M-000001", "farm", MemberKind.FAMILY_FARM, MemberStatus.ACTIVE, "330482001",
				"330482001", null, "", "", true);
	}

	/** Nothing is known of anybody by his papers. */
	@Bean
	MemberIdentities memberIdentities() {
		return mock(MemberIdentities.class);
	}

	/** No bank has a key. */
	@Bean
	PartnerEncryption partnerEncryption() {
		return mock(PartnerEncryption.class);
	}

	/** Nobody is known by any number. */
	@Bean
	People people() {
		return mock(People.class);
	}

	@Bean
	MemberMessages memberMessages() {
		return mock(MemberMessages.class);
	}

	@Bean
	SampleFarms sampleFarms() {
		return mock(SampleFarms.class);
	}

	@Bean
	Counter counter() {
		return mock(Counter.class);
	}

	@Bean
	ServiceUse serviceUse() {
		return mock(ServiceUse.class);
	}

	@Bean
	PlotDirectory plotDirectory() {
		var plots = mock(PlotDirectory.class);
		return plots;
	}

	@Bean
	PlantingFacts plantingFacts() {
		var plantings = mock(PlantingFacts.class);
		when(plantings.ofMembers(any())).thenAnswer(it -> {
			Collection<UUID> members = it.getArgument(0);
			return members.stream().collect(Collectors.toMap(id -> id, id -> List.of(planting(id))));
		});
		return plantings;
	}

	private static PlantingFacts.PlantingFact planting(UUID memberId) {
		return new PlantingFacts.PlantingFact(Ids.next(), "1", memberId, Ids.next(), "plot", "mushroom", "mushroom", "",
				"2026-A", java.time.LocalDate.now().minusMonths(3), new java.math.BigDecimal("40"), true, null,
				java.math.BigDecimal.ZERO, null, false, cn.jinfu.production.PlantingState.GROWING);
	}

	@Bean
	ProductionRecords productionRecords() {
		return mock(ProductionRecords.class);
	}

	@Bean
	SalesFacts salesFacts() {
		return mock(SalesFacts.class);
	}

	@Bean
	TraceFacts traceFacts() {
		return mock(TraceFacts.class);
	}

	@Bean
	BrandLicences brandLicences() {
		return mock(BrandLicences.class);
	}

}
