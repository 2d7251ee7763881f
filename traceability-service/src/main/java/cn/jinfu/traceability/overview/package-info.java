/** What traceability brings to the shell: menu, tasks, figures, the farm's entries. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.overview;
