package cn.jinfu.kernel.web;

import org.thymeleaf.spring6.view.ThymeleafViewResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Names that every template may use, pages of refused requests included, where no
 * controller filled a model. Beans cannot be named inside a fragment's parameters, plain
 * variables can.
 */
@Component
class TemplateWords {

	TemplateWords(ObjectProvider<ThymeleafViewResolver> resolvers, Shell shell, Formats formats, Links links,
			Tones tones, FormErrors formErrors, SavedFilters saved) {
		resolvers.forEach(resolver -> {
			resolver.addStaticVariable("frame", shell);
			resolver.addStaticVariable("fmt", formats);
			resolver.addStaticVariable("nav", links);
			resolver.addStaticVariable("tones", tones);
			resolver.addStaticVariable("formErrors", formErrors);
			resolver.addStaticVariable("saved", saved);
		});
	}

}
