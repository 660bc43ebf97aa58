/** How far a command is. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.progress;
