/** At the counter: a clerk does for a member what the member could do on the phone. */
@NullMarked
package cn.jinfu.member.counter;

import org.jspecify.annotations.NullMarked;
