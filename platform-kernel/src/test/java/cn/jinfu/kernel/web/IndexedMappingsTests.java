package cn.jinfu.kernel.web;

import java.net.URI;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class IndexedMappingsTests {

	private final IndexedMappings mappings = new IndexedMappings();

	private final MockMvc web = MockMvcBuilders.standaloneSetup(new Doors())
		.setCustomHandlerMapping(() -> mappings)
		.build();

	@ParameterizedTest
	@DisplayName("固定的、带变量的、通配的地址各归各的处理方法，更具体的优先，编码和分号参数不影响")
	@CsvSource({ "/plots, all", "/plots/new, new", "/plots/7, one 7", "/plots/7/lines, lines 7",
			"/plots/7/lines/3, line 7 3", "/plots/old/lines, old lines", "/01/0690/10/A, rest /0690/10/A", "/01, rest",
			"/%70lots/7, one 7", "/plots/a%2Cb, 'one a,b'", "/plots;x=1/7, one 7", "/seven, word seven",
			"/a/b/end, tail a b", "/sheet.csv, sheet csv", "/also/7, one 7" })
	void eachAddressHasItsHandler(String address, String answer) throws Exception {
		web.perform(get(URI.create(address))).andExpect(status().isOk()).andExpect(content().string(answer));
	}

	@Test
	@DisplayName("没有的地址是 404，方法不对是 405")
	void whatNobodyHandlesIsRefusedAsBefore() throws Exception {
		web.perform(get("/plots/7/corners")).andExpect(status().isNotFound());
		web.perform(get("/other/7/lines")).andExpect(status().isNotFound());
		web.perform(post("/plots/7/lines")).andExpect(status().isMethodNotAllowed());
		web.perform(post("/plots/7")).andExpect(content().string("changed 7"));
	}

	@Test
	@DisplayName("启动之后登记的地址也找得到，注销的就没有了")
	void anAddressThatComesLaterIsFoundUntilItGoes() throws Exception {
		web.perform(get("/later/7/x")).andExpect(status().isNotFound());
		var later = RequestMappingInfo.paths("/later/{id}/x").options(mappings.getBuilderConfiguration()).build();
		mappings.registerMapping(later, new Doors(), Doors.class.getDeclaredMethod("one", String.class));
		web.perform(get("/later/7/x")).andExpect(content().string("one 7"));
		mappings.unregisterMapping(later);
		web.perform(get("/later/7/x")).andExpect(status().isNotFound());
	}

	@RestController
	static class Doors {

		@GetMapping("/plots")
		String all() {
			return "all";
		}

		@GetMapping("/plots/new")
		String fresh() {
			return "new";
		}

		@GetMapping({ "/plots/{id}", "/also/{id}" })
		String one(@PathVariable("id") String id) {
			return "one " + id;
		}

		@PostMapping("/plots/{id}")
		String change(@PathVariable("id") String id) {
			return "changed " + id;
		}

		@GetMapping("/plots/{id}/lines")
		String lines(@PathVariable("id") String id) {
			return "lines " + id;
		}

		@GetMapping("/plots/old/lines")
		String oldLines() {
			return "old lines";
		}

		@GetMapping("/plots/{id}/lines/{line}")
		String line(@PathVariable("id") String id, @PathVariable("line") String line) {
			return "line " + id + " " + line;
		}

		@GetMapping("/01/{*rest}")
		String rest(@PathVariable("rest") String rest) {
			return ("rest " + rest).strip();
		}

		@GetMapping("/{word:[a-z]+}")
		String word(@PathVariable("word") String word) {
			return "word " + word;
		}

		@GetMapping("/{a}/{b}/end")
		String tail(@PathVariable("a") String a, @PathVariable("b") String b) {
			return "tail " + a + " " + b;
		}

		@GetMapping("/sheet.{form}")
		String sheet(@PathVariable("form") String form) {
			return "sheet " + form;
		}

	}

}
