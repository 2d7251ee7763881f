package cn.jinfu.member.erasure;

/** How a request for deletion stands; decided or withdrawn once. */
enum ErasureStatus {

	REQUESTED, ERASED, REFUSED, WITHDRAWN

}
