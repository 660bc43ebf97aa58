/** The commands behind the launcher {@code ./datasave}. Start at {@link dev.datasave.cli.Main}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli;
