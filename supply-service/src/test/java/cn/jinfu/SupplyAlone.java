package cn.jinfu;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** This module with what it stands on, and nothing after it. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
		excludeFilters = { @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
				// member's pages ask its own desks, which these tests replace
				@ComponentScan.Filter(type = FilterType.REGEX, pattern = "cn\\.jinfu\\.member\\..*(Pages|Api|Shell)") })
class SupplyAlone {

}
