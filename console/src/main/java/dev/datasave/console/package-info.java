/** The web console: pages for operators, thin over {@code dev.datasave.ops}. */
@org.jspecify.annotations.NullMarked
package dev.datasave.console;
