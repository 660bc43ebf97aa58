/** The smallest server that does joins and quits right. */
@org.jspecify.annotations.NullMarked
package dev.datasave.examples.minimal;
