package cn.jinfu.production.iot.telemetry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import cn.jinfu.kernel.Refusal.RuleBroken;

/** Ends with a refusal where more comes than allowed, before it is kept anywhere. */
final class LimitedStream extends FilterInputStream {

	private long left;

	private final long limit;

	LimitedStream(InputStream in, long limit) {
		super(in);
		this.limit = limit;
		this.left = limit;
	}

	@Override
	public int read() throws IOException {
		var next = super.read();
		if (next >= 0) {
			took(1);
		}
		return next;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		var n = super.read(bytes, offset, length);
		if (n > 0) {
			took(n);
		}
		return n;
	}

	private void took(int n) {
		left -= n;
		if (left < 0) {
			throw new RuleBroken("production.telemetry.too-large", limit / 1024);
		}
	}

}
