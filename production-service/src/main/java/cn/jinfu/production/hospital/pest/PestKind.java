package cn.jinfu.production.hospital.pest;

/** 病害, 虫害, 草害, other. */
public enum PestKind {

	DISEASE, INSECT, WEED, OTHER

}
