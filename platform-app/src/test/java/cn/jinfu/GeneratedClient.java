package cn.jinfu;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import tools.jackson.databind.JsonNode;

/**
 * A client made from the description alone: a record for each schema, a method for each
 * call by its operationId, compiled here. What the description leaves out, it cannot do.
 */
final class GeneratedClient {

	private static final String BASE = "/api/partner/v1";

	private final JsonNode api;

	private final TreeMap<String, String> records = new TreeMap<>();

	private final StringBuilder methods = new StringBuilder();

	private GeneratedClient(JsonNode api) {
		this.api = api;
	}

	/**
	 * @return class {@code Client}: constructor with a transport ({@code METHOD path},
	 * body) to text, a reader of text as a class, and a writer
	 */
	static Class<?> compile(JsonNode description) throws ClassNotFoundException {
		var generator = new GeneratedClient(description);
		generator.generate();
		return generator.load();
	}

	private void generate() {
		for (var path : api.path("paths").properties()) {
			if (path.getKey().startsWith(BASE)) {
				for (var operation : path.getValue().properties()) {
					method(operation.getKey(), path.getKey().substring(BASE.length()), operation.getValue());
				}
			}
		}
	}

	private void method(String verb, String path, JsonNode operation) {
		var parameters = new ArrayList<String>();
		var address = new StringBuilder("\"" + verb.toUpperCase(Locale.ROOT) + " " + path + "\"");
		var query = new TreeSet<String>();
		for (var parameter : operation.path("parameters")) {
			var name = parameter.path("name").asString();
			if (parameter.path("in").asString().equals("path")) {
				parameters.add("String " + name);
				address.append(".replace(\"{").append(name).append("}\", ").append(name).append(")");
			}
			else {
				query.add(name);
			}
		}
		query.forEach(it -> parameters.add("Object " + it));
		var body = operation.path("requestBody").path("content").path("application/json").path("schema");
		if (!body.isMissingNode()) {
			parameters.add(type(body) + " body");
		}
		var answer = answer(operation);
		var queried = query.stream()
			.map(it -> "(" + it + " == null ? \"\" : \"&" + it + "=\" + " + it + ")")
			.collect(Collectors.joining(" + "));
		methods.append("  public ")
			.append(answer)
			.append(' ')
			.append(operation.path("operationId").asString())
			.append('(')
			.append(String.join(", ", parameters))
			.append(") {\n    String q = ")
			.append(queried.isEmpty() ? "\"\"" : queried)
			.append(";\n    return (")
			.append(answer)
			.append(") reader.apply(transport.apply(")
			.append(address)
			.append(" + (q.isEmpty() ? \"\" : \"?\" + q.substring(1)), ")
			.append(body.isMissingNode() ? "null" : "writer.apply(body)")
			.append("), ")
			.append(answer)
			.append(".class);\n  }\n");
	}

	private String answer(JsonNode operation) {
		for (var response : operation.path("responses").properties()) {
			if (response.getKey().startsWith("2")) {
				for (var media : response.getValue().path("content")) {
					var schema = media.path("schema");
					return schema.path("type").asString("").equals("array") ? type(schema.path("items")) + "[]"
							: type(schema);
				}
			}
		}
		return "Object";
	}

	private String type(JsonNode schema) {
		var reference = schema.path("$ref").asString("");
		if (!reference.isEmpty()) {
			var name = reference.substring(reference.lastIndexOf('/') + 1);
			record(name);
			return name;
		}
		var type = "";
		if (schema.path("type").isArray()) {
			for (var one : schema.path("type")) {
				type = one.asString().equals("null") ? type : one.asString();
			}
		}
		else {
			type = schema.path("type").asString("");
		}
		return switch (type) {
			case "string" -> "String";
			case "integer" -> "Long";
			case "number" -> "java.math.BigDecimal";
			case "boolean" -> "Boolean";
			case "array" -> "java.util.List<" + type(schema.path("items")) + ">";
			default -> "Object";
		};
	}

	private void record(String name) {
		if (records.putIfAbsent(name, "") != null) {
			return;
		}
		var fields = new ArrayList<String>();
		api.path("components")
			.path("schemas")
			.path(name)
			.path("properties")
			.properties()
			.forEach(it -> fields.add(type(it.getValue()) + " " + it.getKey()));
		records.put(name, "public record " + name + "(" + String.join(", ", fields) + ") { }\n");
	}

	private Class<?> load() throws ClassNotFoundException {
		var sources = new HashMap<String, String>();
		sources.putAll(records);
		sources.put("Client", """
				public final class Client {
				  private final java.util.function.BiFunction<String, String, String> transport;
				  private final java.util.function.BiFunction<String, Class<?>, Object> reader;
				  private final java.util.function.Function<Object, String> writer;
				  public Client(java.util.function.BiFunction<String, String, String> transport,
				      java.util.function.BiFunction<String, Class<?>, Object> reader,
				      java.util.function.Function<Object, String> writer) {
				    this.transport = transport;
				    this.reader = reader;
				    this.writer = writer;
				  }
				""" + methods + "}\n");
		return new Compiled(sources).loadClass("Client");
	}

	/** Sources to classes, in memory. */
	private static final class Compiled extends ClassLoader {

		private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

		Compiled(Map<String, String> sources) {
			super(GeneratedClient.class.getClassLoader());
			var compiler = ToolProvider.getSystemJavaCompiler();
			var units = sources.entrySet().stream().map(it -> source(it.getKey(), it.getValue())).toList();
			var said = new StringWriter();
			JavaFileManager files = new ForwardingJavaFileManager<JavaFileManager>(
					compiler.getStandardFileManager(null, null, null)) {
				@Override
				public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String name,
						JavaFileObject.Kind kind, FileObject sibling) {
					return output(name);
				}
			};
			if (!compiler.getTask(said, files, null, List.of("-proc:none"), null, units).call()) {
				throw new AssertionError("what was generated does not compile:\n" + said);
			}
		}

		private static JavaFileObject source(String name, String text) {
			return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
				@Override
				public CharSequence getCharContent(boolean ignoreErrors) {
					return text;
				}
			};
		}

		private JavaFileObject output(String name) {
			return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), JavaFileObject.Kind.CLASS) {
				@Override
				public OutputStream openOutputStream() {
					var bytes = new ByteArrayOutputStream();
					classes.put(name, bytes);
					return bytes;
				}
			};
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			var bytes = classes.get(name);
			if (bytes == null) {
				throw new ClassNotFoundException(name);
			}
			return defineClass(name, bytes.toByteArray(), 0, bytes.size());
		}

	}

}
