import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes each line of a file as a message of its own at QoS 1 (MQTT 3.1.1), over one connection for each line of
 * another file, all in one thread so that the sender takes little of the machine:
 * {@code java Singles.java <port> <connections: id user password topic> <messages>}. As many as {@link #WINDOW} messages
 * of a connection are on their way; it ends when the broker has acknowledged all and prints nothing.
 */
public class Singles {

	/** What mosquitto's own client has on its way. */
	private static final int WINDOW = 20;

	private static List<byte[]> messages;

	private static int open;

	public static void main(String[] args) throws Exception {
		messages = Files.readAllLines(Path.of(args[2])).stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
		var selector = Selector.open();
		for (var line : Files.readAllLines(Path.of(args[1]))) {
			var words = line.split(" ");
			var channel = SocketChannel.open(new InetSocketAddress("localhost", Integer.parseInt(args[0])));
			channel.configureBlocking(false);
			channel.socket().setTcpNoDelay(true);
			channel.register(selector, SelectionKey.OP_READ, new Client(channel, words));
			open++;
		}
		while (open > 0) {
			selector.select();
			for (var key : selector.selectedKeys()) {
				if (((Client) key.attachment()).turn()) {
					key.cancel();
					open--;
				}
			}
			selector.selectedKeys().clear();
		}
	}

	private static final class Client {

		private final SocketChannel channel;

		private final byte[] topic;

		private final ByteBuffer in = ByteBuffer.allocate(4096);

		private final ByteBuffer out = ByteBuffer.allocate(WINDOW * 600);

		private boolean connected;

		private int sent;

		private int acknowledged;

		private Client(SocketChannel channel, String[] words) throws IOException {
			this.channel = channel;
			this.topic = text(words[3]);
			var rest = new ArrayList<byte[]>(List.of(text("MQTT"), new byte[] { 4, (byte) 0xc2, 0, 60 }, text(words[0]),
					text(words[1]), text(words[2])));
			packet(0x10, rest);
			write();
		}

		/** Whether all of its messages are acknowledged. */
		private boolean turn() throws IOException {
			if (channel.read(in) < 0) {
				throw new IOException("the broker hung up after " + acknowledged + " messages");
			}
			in.flip();
			while (in.remaining() >= 4) {
				// CONNACK and PUBACK are four bytes
				var kind = in.get() & 0xff;
				in.get();
				var word = in.getShort();
				if (kind == 0x20) {
					if (word != 0) {
						throw new IOException("refused by the broker: " + word);
					}
					connected = true;
				}
				else if (kind == 0x40) {
					acknowledged++;
				}
				else {
					throw new IOException("not expected: " + kind);
				}
			}
			in.compact();
			while (connected && sent < messages.size() && sent - acknowledged < WINDOW) {
				var id = sent % 0xffff + 1;
				packet(0x32, List.of(topic, new byte[] { (byte) (id >>> 8), (byte) id }, messages.get(sent++)));
			}
			write();
			if (acknowledged < messages.size()) {
				return false;
			}
			channel.close();
			return true;
		}

		private static byte[] text(String text) {
			var bytes = text.getBytes(StandardCharsets.UTF_8);
			var all = new byte[bytes.length + 2];
			all[0] = (byte) (bytes.length >>> 8);
			all[1] = (byte) bytes.length;
			System.arraycopy(bytes, 0, all, 2, bytes.length);
			return all;
		}

		private void packet(int kind, List<byte[]> parts) {
			var length = parts.stream().mapToInt(it -> it.length).sum();
			out.put((byte) kind);
			for (; length > 127; length >>>= 7) {
				out.put((byte) (length & 127 | 128));
			}
			out.put((byte) length);
			parts.forEach(out::put);
		}

		private void write() throws IOException {
			out.flip();
			while (out.hasRemaining()) {
				channel.write(out);
			}
			out.clear();
		}

	}

}
