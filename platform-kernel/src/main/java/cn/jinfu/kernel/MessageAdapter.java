package cn.jinfu.kernel;

/**
 * The way a message leaves the house. An adapter takes the message over within the
 * sender's transaction and must not wait for a network: a gateway's adapter keeps it and
 * sends it later, settling the row by its number.
 */
public interface MessageAdapter {

	/** As in {@code jinfu.messages.adapter}. */
	String name();

	/** Whether what is handed over can reach a person. */
	boolean reaches();

	/** What is true of the message from now on. */
	MessageStatus take(long number, MobileNumber to, String text);

}
