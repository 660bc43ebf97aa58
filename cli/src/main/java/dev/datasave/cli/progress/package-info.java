/** Shows the progress of a command. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.progress;
