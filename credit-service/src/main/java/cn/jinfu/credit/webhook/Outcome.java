package cn.jinfu.credit.webhook;

/** What came of one try. */
sealed interface Outcome {

	/** How long it took. */
	int ms();

	/** The bank's machine answered. */
	record Answered(int code, int ms) implements Outcome {

		boolean taken() {
			return code >= 200 && code < 300;
		}

		/** There is nothing here any more, and there never will be (410). */
		boolean gone() {
			return code == 410;
		}

	}

	/**
	 * @param trouble why there was no answer
	 */
	record Failed(Trouble trouble, int ms) implements Outcome {
	}

	/** Kinds of no answer. */
	enum Trouble {

		/** The name leads to a network that is not allowed. */
		ADDRESS,
		/** No such name. */
		NAME, CONNECT, TIMEOUT, TLS,
		/** The connection broke, or what came was no HTTP. */
		BROKEN

	}

}
