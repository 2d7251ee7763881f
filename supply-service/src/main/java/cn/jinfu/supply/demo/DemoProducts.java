package cn.jinfu.supply.demo;

import java.util.List;

/** What the invented producers sell; bar codes come from the range for samples. */
final class DemoProducts {

	record Line(String slug, String name, String crop, String variety, String grade, String netWeightKg, String gtin,
			boolean branded) {
	}

	static final List<Line> LINES = List.of(
			new Line("farm", "早佳8424西瓜 5千克装（示例）", "watermelon", "早佳8424", "一级", "5", "", true),
			new Line("farm", "早佳8424西瓜 两只礼盒（示例）", "watermelon", "早佳8424", "特级", "10", "2000000000015", true),
			new Line("farm", "早佳8424西瓜 散装（示例）", "watermelon", "早佳8424", "统货", "1", "", false),
			new Line("melon1", "新塘西瓜 5千克装（示例）", "watermelon", "早佳8424", "一级", "5", "", true),
			new Line("melon2", "三叉河甜瓜 4千克装（示例）", "melon", "甬甜5号", "一级", "4", "", true),
			new Line("asparagus1", "芦荡芦笋 500克（示例）", "asparagus", "格兰德", "一级", "0.5", "", true),
			new Line("asparagus2", "百寿芦笋 500克（示例）", "asparagus", "格兰德", "一级", "0.5", "", false),
			new Line("grape1", "南河阳光玫瑰 2千克装（示例）", "grape", "阳光玫瑰", "特级", "2", "", true),
			new Line("grape2", "钟溪夏黑 2千克装（示例）", "grape", "夏黑", "一级", "2", "", true),
			new Line("mushroom1", "湖畔双孢蘑菇 500克（示例）", "mushroom", "As2796", "一级", "0.5", "", true),
			new Line("mushroom2", "当湖双孢蘑菇 3千克（示例）", "mushroom", "As2796", "一级", "3", "", true),
			new Line("strawberry", "青莲红颜草莓 1千克（示例）", "strawberry", "红颜", "特级", "1", "", true),
			new Line("rice1", "稻香大米 10千克（示例）", "rice", "嘉67", "一级", "10", "", true),
			new Line("rice2", "金穗大米 10千克（示例）", "rice", "秀水134", "一级", "10", "", true),
			new Line("vegetable1", "东港上海青 散装（示例）", "leafy-greens", "上海青", "一级", "1", "", true),
			new Line("tomato", "星光番茄 2.5千克（示例）", "tomato", "浙粉702", "一级", "2.5", "", true),
			new Line("peach", "桃源湖景蜜露 3千克（示例）", "peach", "湖景蜜露", "特级", "3", "", true),
			new Line("pear", "梨园翠冠 5千克（示例）", "pear", "翠冠", "一级", "5", "", true),
			new Line("loquat", "乍浦白沙枇杷 1千克（示例）", "loquat", "白沙", "特级", "1", "", true),
			new Line("garlic", "龙萌大蒜 5千克（示例）", "garlic", "嘉定白蒜", "一级", "5", "", true),
			new Line("ginger", "海塘小黄姜 5千克（示例）", "ginger", "小黄姜", "一级", "5", "", true));

	private DemoProducts() {
	}

}
