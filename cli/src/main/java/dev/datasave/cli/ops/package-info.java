/** What operators do, as commands over {@code dev.datasave.ops}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.ops;
