/** The command {@code copy}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.copy;
