package cn.jinfu.production.iot.device;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One uploaded list of devices, without its content.
 *
 * @param kept whether the list, or after the import its wrong rows, can still be had
 * @param secret whether the secrets wait to be handed out
 */
public record DeviceImport(UUID id, String fileName, DeviceImportState state, int rowsGood, int rowsBad, String byName,
		Instant createdAt, @Nullable Instant handedOutAt, boolean kept, boolean secret) {

	public boolean checked() {
		return state == DeviceImportState.CHECKED;
	}

	public boolean done() {
		return state == DeviceImportState.DONE;
	}

}
