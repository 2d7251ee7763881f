package cn.jinfu.kernel.sheet;

/**
 * How much one import may bring.
 *
 * @param bytes of the file as uploaded
 * @param inflatedBytes of its parts when unpacked: a small archive can unpack to anything
 * @param rows with something in them below the header
 */
public record SheetLimits(int bytes, long inflatedBytes, int rows, int columns) {

	public static final SheetLimits DEFAULT = new SheetLimits(10 << 20, 200L << 20, 5_000, 100);

}
