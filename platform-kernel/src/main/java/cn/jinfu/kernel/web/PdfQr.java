package cn.jinfu.kernel.web;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import cn.jinfu.kernel.QrPicture;
import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.RenderingContext;
import org.w3c.dom.Element;

/**
 * {@code <object type="image/x-qr" data="...">} in a paper: the text of its data as a QR
 * code, in lines and not in dots, with its quiet zone, as large as the style says.
 */
final class PdfQr implements FSObjectDrawer {

	/** Modules that must stay white on each side. */
	private static final int QUIET = 4;

	static final FSObjectDrawerFactory FACTORY = new FSObjectDrawerFactory() {

		@Override
		public boolean isReplacedObject(Element element) {
			return "object".equals(element.getNodeName()) && "image/x-qr".equals(element.getAttribute("type"));
		}

		@Override
		public FSObjectDrawer createDrawer(Element element) {
			return new PdfQr();
		}

	};

	private PdfQr() {
	}

	@Override
	public Map<Shape, String> drawObject(Element element, double x, double y, double width, double height,
			OutputDevice device, RenderingContext context, int dotsPerPixel) {
		device.drawWithGraphics((float) x, (float) y, (float) width / dotsPerPixel, (float) height / dotsPerPixel,
				to -> {
					List<int[]> runs = new ArrayList<>();
					var size = QrPicture.draw(element.getAttribute("data"),
							(left, top, length) -> runs.add(new int[] { left, top, length }));
					var module = Math.min(width, height) / dotsPerPixel / (size + 2 * QUIET);
					to.setColor(Color.BLACK);
					for (var run : runs) {
						to.fill(new Rectangle2D.Double((run[0] + QUIET) * module, (run[1] + QUIET) * module,
								run[2] * module, module));
					}
				});
		return Map.of();
	}

}
