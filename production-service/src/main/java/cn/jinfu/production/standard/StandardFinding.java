package cn.jinfu.production.standard;

/** In what a use goes beyond the standard: told and kept, never a refusal. */
public enum StandardFinding {

	/** More per 亩 at a time than the stage allows. */
	STAGE_DOSE,
	/** More often than the stage allows. */
	STAGE_TIMES,
	/** More per 亩 at a time than the season allows. */
	SEASON_DOSE,
	/** More often than the season allows. */
	SEASON_TIMES

}
