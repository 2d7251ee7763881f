package cn.jinfu.production.operation;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * Port for what a farm had said by voice before it typed the same itself. Called in the
 * transaction of the entry.
 */
public interface SaidByVoice {

	/**
	 * A repeat with the same entry changes nothing.
	 * @param entry records it, and gives its id
	 * @throws cn.jinfu.kernel.Refusal.WrongState where somebody has written it down in
	 * the meantime
	 */
	UUID typed(UUID voiceNoteId, Supplier<UUID> entry);

}
