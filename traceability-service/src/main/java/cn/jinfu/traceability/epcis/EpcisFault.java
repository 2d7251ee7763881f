package cn.jinfu.traceability.epcis;

/** A refusal in the standard's own terms. */
class EpcisFault extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The standard's exceptions with their HTTP status. */
	enum Kind {

		VALIDATION("ValidationException", 400), QUERY_PARAMETER("QueryParameterException", 400),
		QUERY_TOO_LARGE("QueryTooLargeException", 413), NO_SUCH_RESOURCE("NoSuchResourceException", 404),
		ALREADY_EXISTS("ResourceAlreadyExistsException", 409), CAPTURE_LIMIT("CaptureLimitExceededException", 413),
		UNSUPPORTED_MEDIA("UnsupportedMediaTypeException", 415), NOT_ACCEPTABLE("NotAcceptableException", 406),
		SECURITY("SecurityException", 403), IMPLEMENTATION("ImplementationException", 500),
		/** The standard has none for a method; this is its one for what we do not do. */
		METHOD("ImplementationException", 405);

		private final String type;

		private final int status;

		Kind(String type, int status) {
			this.type = type;
			this.status = status;
		}

		String type() {
			return type;
		}

		int status() {
			return status;
		}

	}

	private final Kind kind;

	private final String detail;

	EpcisFault(Kind kind, String detail) {
		super(detail, null, false, false);
		this.kind = kind;
		this.detail = detail;
	}

	Kind kind() {
		return kind;
	}

	String detail() {
		return detail;
	}

}
