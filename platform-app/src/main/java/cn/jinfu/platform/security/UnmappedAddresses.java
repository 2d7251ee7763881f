package cn.jinfu.platform.security;

import java.io.IOException;

import jakarta.servlet.ServletException;

import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * An address that the server itself cannot read, such as one with {@code %00}, leads to
 * no application, and the server would answer with its own bare words. It is given the
 * one application there is, refused as it stands, so that the refusal is ours.
 */
class UnmappedAddresses extends ValveBase {

	UnmappedAddresses() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (request.getContext() == null && response.isError()
				&& request.getHost().findChild("") instanceof Context application) {
			request.getMappingData().context = application;
		}
		getNext().invoke(request, response);
	}

}
