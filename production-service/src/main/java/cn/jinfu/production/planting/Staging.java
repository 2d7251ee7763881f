package cn.jinfu.production.planting;

/**
 * Where a planting stands in the standard it goes by: 在某一阶段, 不在任何阶段, 没有按标准种.
 */
public enum Staging {

	STAGE, OUTSIDE, NONE;

	/**
	 * Of a planting {@code p}, with the name of its stage today as the row {@code s}. A
	 * standard's stages never overlap.
	 */
	public static final String JOIN = """
			 left join production_standard_stage s on s.tenant_id = p.tenant_id and s.standard_id = p.standard_id
			  and cast(:today as date) - p.sown_on between s.days_from and s.days_to
			""";

	public static final String SQL = """
			case when p.standard_id is null then 'NONE' when s.no is null then 'OUTSIDE' else 'STAGE' end""";

}
