/** Keys to which banks want personal data encrypted. */
@NullMarked
package cn.jinfu.credit.encryption;

import org.jspecify.annotations.NullMarked;
