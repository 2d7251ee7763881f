/**
 * What every page shares: the shell around it, formats, links that keep a list's state,
 * tones of statuses.
 */
@NullMarked
package cn.jinfu.kernel.web;

import org.jspecify.annotations.NullMarked;
