package cn.jinfu.production.voice;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** Where the farm finds what it said. */
@Component
class VoiceNotePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 62, "production.portal.voice", "mic", "/portal/voice-notes"));
	}

}
