/** 用药超标预警: uses of inputs that go beyond what label, law or standard allow. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.warning;
