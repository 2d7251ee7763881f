package cn.jinfu.member.application;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Which applications a person sees: his own, his township's, or all. */
@Component
@RequiredArgsConstructor
class ApplicationScope {

	private final Applications applications;

	Application require(UUID applicationId) {
		var application = applications.require(applicationId);
		if (!sees(Actor.current(), application)) {
			throw new NotFound("member.application.not-found", applicationId);
		}
		return application;
	}

	private static boolean sees(Actor actor, Application application) {
		if (application.applicantId().equals(actor.personId())) {
			return true;
		}
		if (!actor.may("member:application:view")) {
			return false;
		}
		return switch (actor.scope().kind()) {
			case ALL, ORG -> true;
			case TOWNSHIP -> application.divisionCode().value().startsWith(actor.scope().ref());
			case OUTLET, MEMBER, BANK, NONE -> false;
		};
	}

}
