/** 专家团队: experts by crop, and what farms ask of them. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.expert;
