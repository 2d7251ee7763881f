/** Natural persons: identity, numbers, consent, what is kept of them and who read it. */
@NullMarked
package cn.jinfu.member.person;

import org.jspecify.annotations.NullMarked;
