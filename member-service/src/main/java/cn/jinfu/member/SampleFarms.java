package cn.jinfu.member;

import java.util.UUID;

/** Made-up members of a federation in which partners try their programs. */
public interface SampleFarms {

	/**
	 * A large grower in good standing in the first township; inside the caller's
	 * transaction.
	 * @throws IllegalStateException when the current federation is no sandbox
	 */
	UUID admit(String name, String head);

}
