package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.tools.ToolProvider;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;

/**
 * What a bank's developer gets ({@code bank-simulator/kit}, zipped by the build): the
 * client for Java 8 is compiled and used, the documents are those of the description that
 * the platform serves. {@code -Djinfu.docs.write=true} writes them anew.
 */
class BankKitIT extends OverHttp {

	private static final Path KIT = Sources.ROOT.resolve("bank-simulator/kit");

	private static final String BASE = "/api/partner/v1";

	/** Texts of a case file whose codes are published, and where they stand. */
	private static final Map<String, String> PUBLISHED = new TreeMap<>(Map.of("enum.MemberKind.", "borrower.kind",
			"enum.Dimension.", "evidence[].dimension", "credit.indicator.", "evidence[].code", "credit.category.",
			"evidence[].value", "credit.unit.", "evidence[].unit", "credit.source.", "evidence[].source",
			"enum.PartyRole.", "parties[].role", "credit.booking.waiting.", "waitingFor", "enum.DocumentKind.",
			"documents[].kind", "credit.template.place.", "documents[].signedWhere"));

	private static final String HERE = "127.0.0.1/32 ::1/128";

	@Value("${jinfu.data}")
	Path data;

	private final Map<String, String[]> words = table("words.csv");

	private final Map<String, String[]> codes = table("codes.csv");

	/** Fields and codes that nobody named in Chinese. */
	private final TreeSet<String> nameless = new TreeSet<>();

	private static Map<String, String[]> table(String file) {
		return Sources.read(KIT.resolve(file))
			.lines()
			.skip(1)
			.map(line -> line.split(",", -1))
			.collect(Collectors.toMap(it -> it[0], it -> it));
	}

	@Test
	void theClientForJavaEightWorksBothWays(@TempDir Path classes) throws Exception {
		var said = new StringWriter();
		var compiler = ToolProvider.getSystemJavaCompiler();
		try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
			var options = List.of("--release", "8", "-Xlint:-options", "-encoding", "UTF-8", "-d", classes.toString(),
					"-cp", System.getProperty("java.class.path"));
			var task = compiler.getTask(said, files, null, options, null,
					files.getJavaFileObjects(KIT.resolve("JinfuClient.java")));
			assertThat(task.call()).as(said.toString()).isTrue();
		}
		try (var loader = new URLClassLoader(new java.net.URL[] { classes.toUri().toURL() })) {
			var type = loader.loadClass("JinfuClient");
			opens(type);
			var file = Files.readString(data.resolve("demo/clients/bank-b.json"));
			uses(type, type.getConstructor(String.class, boolean.class).newInstance(file, false));
			door("GATEWAY", HERE);
			try {
				uses(type, type.getConstructor(String.class, boolean.class).newInstance(file, true));
			}
			finally {
				door("FAPI", "");
			}
		}
	}

	/**
	 * What the platform encrypts by another library, opened by this client of one file.
	 */
	private void opens(Class<?> type) throws Exception {
		var file = Files.readString(data.resolve("demo/clients/bank-a.json"));
		var client = type.getConstructor(String.class, boolean.class).newInstance(file, false);
		var open = type.getMethod("open", String.class);
		var envelope = new JWEObject(new JWEHeader(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM),
				new Payload("{\"caseNo\":\"RZ-1\"}"));
		envelope.encrypt(
				new ECDHEncrypter(ECKey.parse(json.readTree(file).path("encryptionKey").toString()).toPublicJWK()));
		var sealed = envelope.serialize();
		assertThat(open.invoke(client, sealed)).isEqualTo("{\"caseNo\":\"RZ-1\"}");
		var at = sealed.lastIndexOf('.') + 1;
		var changed = sealed.substring(0, at) + (sealed.charAt(at) == 'A' ? 'B' : 'A') + sealed.substring(at + 1);
		assertThatThrownBy(() -> open.invoke(client, changed)).hasCauseInstanceOf(GeneralSecurityException.class);
		var other = type.getConstructor(String.class, boolean.class)
			.newInstance(Files.readString(data.resolve("demo/clients/bank-b.json")), false);
		assertThatThrownBy(() -> open.invoke(other, sealed)).as("a bank without a key")
			.hasCauseInstanceOf(GeneralSecurityException.class);
	}

	private void uses(Class<?> type, Object client) throws Exception {
		var read = type.getMethod("get", String.class).invoke(client, "/cases?limit=5");
		assertThat(field(read, "status")).as(String.valueOf(field(read, "body"))).isEqualTo(200);
		assertThat(field(read, "signed")).isEqualTo(true);
		var key = UUID.randomUUID().toString();
		var post = type.getMethod("post", String.class, String.class, String.class);
		var refused = post.invoke(client, "/webhook-endpoints", "{\"url\":\"https://10.0.0.3/\"}", key);
		assertThat(field(refused, "status")).isEqualTo(422);
		assertThat(field(refused, "signed")).isEqualTo(true);
		assertThat(field(post.invoke(client, "/webhook-endpoints", "{\"url\":\"https://10.0.0.3/\"}", key), "body"))
			.isEqualTo(field(refused, "body"));
	}

	private static Object field(Object answer, String name) throws IllegalAccessException, InvocationTargetException {
		try {
			return answer.getClass().getField(name).get(answer);
		}
		catch (NoSuchFieldException missing) {
			throw new AssertionError(missing);
		}
	}

	private void door(String profile, String addresses) {
		var path = "/api/v1/clients/bank-b/profile-";
		assertThat(post(staff("admin"), path + "proposal",
				"{\"profile\":\"%s\",\"addresses\":\"%s\"}".formatted(profile, addresses)))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(post(staff("security"), path + "confirmation", "")).hasStatus(HttpStatus.NO_CONTENT);
	}

	@Test
	void theDocumentsAreThoseOfTheDescription() throws IOException {
		var all = (ObjectNode) json.readTree(text(mvc.get().uri("/v3/api-docs").exchange()));
		var own = partnerOnly(all);
		var older = older(own.deepCopy());
		var files = new TreeMap<String, String>();
		var printer = json.writerWithDefaultPrettyPrinter();
		files.put("openapi-3.1.json", printer.writeValueAsString(own) + "\n");
		files.put("openapi-3.0.json", printer.writeValueAsString(older) + "\n");
		files.put("jinfu.postman_collection.json", printer.writeValueAsString(collection(own)) + "\n");
		files.put("test-vectors.json", printer.writeValueAsString(vectors()) + "\n");
		files.put("interface.zh.md", document(own));
		assertThat(nameless).as("add them to words.csv or codes.csv").isEmpty();
		for (var file : files.entrySet()) {
			var place = KIT.resolve(file.getKey());
			if (Boolean.getBoolean("jinfu.docs.write")) {
				Files.writeString(place, file.getValue());
			}
			var kept = Files.exists(place) ? Sources.read(place) : "";
			if (file.getKey().endsWith(".json")) {
				assertThat(json.readTree(kept)).as(file.getKey()).isEqualTo(json.readTree(file.getValue()));
			}
			else {
				assertThat(kept.lines()).as(file.getKey())
					.containsExactlyInAnyOrderElementsOf(file.getValue().lines().toList());
			}
		}
		assertThat(older.toString()).doesNotContain("\"null\"", "exclusiveMinimum\":0");
	}

	/**
	 * Keys of RFC 8032 (7.1, first test), of RFC 4231 (second test, made 32 bytes long by
	 * its hash) and of GM/T 0003.5 (A.2), whose signature is drawn anew each time and so
	 * stands here as the standard has it.
	 */
	private ObjectNode vectors() {
		var text = String.join("\n", "jinfu-gateway", "bank-a", "test-1", "1795756800", "0123456789abcdef", "POST",
				BASE + "/cases/RZ-000010/receipt", "8e03978e-40d5-43e8-bc93-6894a57f9324",
				HexFormat.of().formatHex(sha256("{\"bankCaseNo\":\"B-1\"}".getBytes(StandardCharsets.UTF_8))));
		var bytes = text.getBytes(StandardCharsets.UTF_8);
		var all = json.createObjectNode().put("text", text);
		var seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
		var open = new byte[32];
		Ed25519.generatePublicKey(seed, 0, open, 0);
		var signature = new byte[64];
		Ed25519.sign(seed, 0, bytes, 0, bytes.length, signature, 0);
		all.putObject("ed25519")
			.put("privateKey", BankClient.base64(seed))
			.put("publicKey", BankClient.base64(open))
			.put("signature", BankClient.base64(signature));
		var secret = sha256("Jefe".getBytes(StandardCharsets.UTF_8));
		all.putObject("hmac-sha256")
			.put("secret", BankClient.base64(secret))
			.put("signature", BankClient.base64(hmac(secret, bytes)));
		all.putObject("sm2-sm3")
			.put("privateKey", "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
			.put("publicKey",
					"0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13")
			.put("userId", "1234567812345678")
			.put("text", "message digest")
			.put("signature",
					"F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
		return all;
	}

	private static byte[] sha256(byte[] text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text);
		}
		catch (GeneralSecurityException impossible) {
			throw new AssertionError(impossible);
		}
	}

	private static byte[] hmac(byte[] secret, byte[] text) {
		try {
			var mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			return mac.doFinal(text);
		}
		catch (GeneralSecurityException impossible) {
			throw new AssertionError(impossible);
		}
	}

	/** The banks' part, with the schemas that it reaches, in a steady order. */
	private ObjectNode partnerOnly(ObjectNode all) {
		var own = json.createObjectNode().put("openapi", "3.1.0");
		own.putObject("info").put("title", "金服在线银行接口").put("version", "v1");
		own.putArray("servers").addObject().put("url", "https://platform.example" + BASE);
		var paths = own.putObject("paths");
		new TreeMap<>(all.path("paths")
			.properties()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))).forEach((path, item) -> {
				if (path.startsWith(BASE)) {
					paths.set(path.substring(BASE.length()), item);
				}
			});
		var reached = new TreeSet<String>();
		reach(paths, all, reached);
		var components = own.putObject("components");
		var schemas = components.putObject("schemas");
		reached.forEach(name -> schemas.set(name, all.path("components").path("schemas").path(name)));
		components.putObject("securitySchemes")
			.set("machine", all.path("components").path("securitySchemes").path("machine"));
		return own;
	}

	private static void reach(JsonNode from, JsonNode all, TreeSet<String> reached) {
		from.findValuesAsString("$ref").forEach(ref -> {
			var name = ref.substring(ref.lastIndexOf('/') + 1);
			if (reached.add(name)) {
				reach(all.path("components").path("schemas").path(name), all, reached);
			}
		});
	}

	/** What 3.0 says otherwise than 3.1. */
	private ObjectNode older(ObjectNode node) {
		node.put("openapi", "3.0.3");
		mend(node);
		return node;
	}

	private void mend(JsonNode node) {
		if (node instanceof ObjectNode object) {
			if (object.path("type") instanceof ArrayNode types) {
				var kinds = types.valueStream().map(JsonNode::asString).filter(it -> !it.equals("null")).toList();
				object.put("nullable", kinds.size() < types.size());
				if (!kinds.isEmpty()) {
					object.put("type", kinds.getFirst());
				}
			}
			for (var bound : List.of("Minimum", "Maximum")) {
				if (object.path("exclusive" + bound).isNumber()) {
					object.set(bound.toLowerCase(java.util.Locale.ROOT), object.get("exclusive" + bound));
					object.put("exclusive" + bound, true);
				}
			}
			object.remove("jsonSchemaDialect");
		}
		node.forEach(this::mend);
	}

	/** Postman and Apifox read this; the script before each request signs it. */
	private ObjectNode collection(ObjectNode api) {
		var collection = json.createObjectNode();
		collection.putObject("info")
			.put("name", "金服在线银行接口")
			.put("schema", "https://schema.getpostman.com/json/collection/v2.1.0/collection.json");
		var variables = collection.putArray("variable");
		for (var name : List.of("origin", "clientId", "keyId", "secret")) {
			variables.addObject().put("key", name).put("value", name.equals("origin") ? "http://localhost:8080" : "");
		}
		var script = collection.putArray("event").addObject().put("listen", "prerequest").putObject("script");
		script.put("type", "text/javascript");
		var lines = script.putArray("exec");
		Sources.read(KIT.resolve("postman-sign.js")).lines().forEach(lines::add);
		var items = collection.putArray("item");
		operations(api, (path, method, operation) -> {
			var item = items.addObject().put("name", method + " " + path);
			var request = item.putObject("request").put("method", method);
			request.put("url", "{{origin}}" + BASE + path.replaceAll("\\{([^}]+)}", ":$1"));
			if (method.equals("POST")) {
				request.putArray("header").addObject().put("key", "Content-Type").put("value", "application/json");
				request.putObject("body").put("mode", "raw").put("raw", body(api, operation).toString());
			}
		});
		return collection;
	}

	private JsonNode body(ObjectNode api, JsonNode operation) {
		return sample(api, operation.path("requestBody").path("content").path("application/json").path("schema"), "");
	}

	private interface EachOperation {

		void take(String path, String method, JsonNode operation);

	}

	private static void operations(ObjectNode api, EachOperation each) {
		api.path("paths")
			.properties()
			.forEach(path -> path.getValue()
				.properties()
				.forEach(
						it -> each.take(path.getKey(), it.getKey().toUpperCase(java.util.Locale.ROOT), it.getValue())));
	}

	private static JsonNode of(ObjectNode api, JsonNode schema) {
		var ref = schema.path("$ref").asString("");
		return ref.isEmpty() ? schema
				: api.path("components").path("schemas").path(ref.substring(ref.lastIndexOf('/') + 1));
	}

	private JsonNode sample(ObjectNode api, JsonNode unresolved, String name) {
		var schema = of(api, unresolved);
		if (schema.has("properties")) {
			var object = json.createObjectNode();
			schema.path("properties")
				.properties()
				.forEach(it -> object.set(it.getKey(), sample(api, it.getValue(), it.getKey())));
			return object;
		}
		if (schema.has("items")) {
			return json.createArrayNode().add(sample(api, schema.path("items"), name));
		}
		if (schema.has("enum")) {
			return schema.path("enum").get(0);
		}
		var example = words.containsKey(name) ? words.get(name)[2] : "";
		return switch (type(schema)) {
			case "integer", "number" -> json.readTree(example.matches("-?[0-9.]+") ? example : "1");
			case "boolean" -> json.readTree("true");
			default -> json.valueToTree(example);
		};
	}

	private static String type(JsonNode schema) {
		var type = schema.path("type");
		return type.isArray()
				? type.valueStream().map(JsonNode::asString).filter(it -> !it.equals("null")).findFirst().orElse("")
				: type.asString("");
	}

	private String document(ObjectNode api) {
		var text = new StringBuilder("""
				# 金服在线银行接口文档（v1）

				由平台的 OpenAPI 生成；代码表版本 2026-12。只做兼容的增加：字段和代码可能增多，读的一方忽略不认识的。
				金额两位小数，写作文本；日期 YYYY-MM-DD；时间 RFC 3339。签名和接入方式见 `partner-guide.md`。
				""");
		operations(api, (path, method, operation) -> {
			text.append("\n## ").append(method).append(' ').append(path).append("\n");
			var parameters = operation.path("parameters");
			if (!parameters.isEmpty()) {
				head(text, "参数");
				parameters.forEach(it -> row(api, text, it.path("name").asString(), it.path("schema"),
						it.path("required").asBoolean(false), ""));
			}
			var body = operation.path("requestBody").path("content").path("application/json").path("schema");
			if (!body.isMissingNode()) {
				head(text, "请求");
				rows(api, text, body, "", 0);
				text.append("\n示例：\n\n```json\n")
					.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(body(api, operation)))
					.append("\n```\n");
			}
			operation.path("responses").properties().forEach(it -> {
				var schema = it.getValue()
					.path("content")
					.valueStream()
					.findFirst()
					.orElse(json.createObjectNode())
					.path("schema");
				if (it.getKey().startsWith("2") && !schema.isMissingNode()) {
					head(text, "应答 " + it.getKey());
					rows(api, text, schema, "", 0);
				}
			});
		});
		text.append("\n## 错误\n\n| HTTP | 代码 | 名称 | 说明 |\n|---|---|---|---|\n");
		var guide = Pattern.compile("(?m)^\\| ([0-9]{3}) \\| ([0-9]{5}) \\| ([a-z_]+) \\|")
			.matcher(Sources.read(Sources.ROOT.resolve("docs/partner-guide.md")));
		var messages = Sources
			.properties(Sources.ROOT.resolve("credit-service/src/main/resources/messages/partner.properties"));
		while (guide.find()) {
			text.append("| %s | %s | %s | %s |%n".formatted(guide.group(1), guide.group(2), guide.group(3),
					messages.getProperty("partner." + guide.group(3))));
		}
		text.append("\n## 代码表\n\n| 代码 | 含义 |\n|---|---|\n");
		new TreeMap<>(codes)
			.forEach((code, row) -> text.append("| ").append(code).append(" | ").append(row[1]).append(" |\n"));
		text.append("\n## 案件文件里的代码\n\n| 字段 | 代码 | 含义 |\n|---|---|---|\n");
		PUBLISHED.forEach((prefix, field) -> published(prefix)
			.forEach((code, name) -> text.append("| %s | %s | %s |%n".formatted(field, code, name))));
		reasons().forEach((code, name) -> text.append("| reasons | %s | %s |%n".formatted(code, name)));
		return text.toString();
	}

	/**
	 * What stands as a plain text in a case file, by the words that people read for it.
	 */
	private static TreeMap<String, String> published(String prefix) {
		var found = new TreeMap<String, String>();
		for (var module : List.of("credit", "member")) {
			var words = Sources.properties(
					Sources.ROOT.resolve(module + "-service/src/main/resources/messages/" + module + ".properties"));
			words.stringPropertyNames()
				.stream()
				.filter(it -> it.startsWith(prefix) && it.indexOf('.', prefix.length()) < 0)
				.forEach(it -> found.put(it.substring(prefix.length()), words.getProperty(it)));
		}
		assertThat(found).as(prefix).isNotEmpty();
		return found;
	}

	/** A reason is an indicator that brought too few points. */
	private TreeMap<String, String> reasons() {
		var names = published("credit.indicator.");
		var found = new TreeMap<String, String>();
		json.readTree(Sources.read(Sources.ROOT.resolve("credit-service/src/main/resources/credit/GPH-2026.1.json")))
			.path("indicators")
			.forEach(it -> found.put(it.path("reason").asString(), names.get(it.path("code").asString()) + "：得分偏低"));
		assertThat(found).isNotEmpty().doesNotContainKey("");
		return found;
	}

	private static void head(StringBuilder text, String what) {
		text.append("\n").append(what).append("：\n\n| 字段 | 中文名 | 类型 | 长度 | 必填 | 取值 |\n|---|---|---|---|---|---|\n");
	}

	private void rows(ObjectNode api, StringBuilder text, JsonNode unresolved, String before, int depth) {
		var schema = of(api, unresolved);
		if (schema.has("items")) {
			rows(api, text, schema.path("items"), before, depth);
			return;
		}
		var required = schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
		schema.path("properties").properties().forEach(it -> {
			row(api, text, it.getKey(), it.getValue(), required.contains(it.getKey()), before);
			var inner = of(api, it.getValue());
			inner = of(api, inner.has("items") ? inner.path("items") : inner);
			if (inner.has("properties") && depth < 3) {
				rows(api, text, inner, before + it.getKey() + (of(api, it.getValue()).has("items") ? "[]." : "."),
						depth + 1);
			}
		});
	}

	private void row(ObjectNode api, StringBuilder text, String name, JsonNode unresolved, boolean required,
			String before) {
		var schema = of(api, unresolved);
		if (!words.containsKey(name)) {
			nameless.add(name);
		}
		var values = (schema.has("enum") ? schema : of(api, schema.path("items"))).path("enum");
		values.forEach(it -> {
			if (!codes.containsKey(it.asString())) {
				nameless.add(it.asString());
			}
		});
		text.append("| %s | %s | %s | %s | %s | %s |%n".formatted(before + name,
				words.containsKey(name) ? words.get(name)[1] : "", kind(schema), length(schema), required ? "是" : "",
				values.isEmpty() ? characters(schema)
						: values.valueStream().map(JsonNode::asString).collect(Collectors.joining("、"))));
	}

	private static String characters(JsonNode schema) {
		return schema.has("pattern") ? "`" + schema.path("pattern").asString() + "`" : "";
	}

	private static String kind(JsonNode schema) {
		var format = schema.path("format").asString("");
		return switch (type(schema)) {
			case "string" -> switch (format) {
				case "date" -> "日期";
				case "date-time" -> "时间";
				case "uuid" -> "UUID";
				default -> "文本";
			};
			case "integer" -> "整数";
			case "number" -> "小数";
			case "boolean" -> "是否";
			case "array" -> "列表";
			default -> "对象";
		};
	}

	private static String length(JsonNode schema) {
		if (schema.has("maxLength")) {
			return "≤" + schema.path("maxLength").asString();
		}
		if (schema.has("maxItems")) {
			return "≤" + schema.path("maxItems").asString() + " 条";
		}
		return schema.has("maximum") ? schema.path("minimum").asString("") + "–" + schema.path("maximum").asString()
				: "";
	}

}
