/**
 * Everything that an operator does, as a library: find profiles, look at them and into their past, change them with a reason, and see what was changed
 * by whom. {@link dev.datasave.ops.Operations} is the entry.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.ops;
