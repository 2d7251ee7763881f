package cn.jinfu;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** This module with what it stands on, and nothing after it. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(excludeFilters = { @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
		// the pages of earlier modules ask their own queries, which these tests replace
		@ComponentScan.Filter(type = FilterType.REGEX,
				pattern = "cn\\.jinfu\\.(production|supply)\\..*(Pages|Api|Shell|FieldBook|RecordPaper|OperationForms)") })
class TraceabilityAlone {

}
