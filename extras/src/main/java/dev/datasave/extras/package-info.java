/** What the command line can do with libraries that only some runs need: metrics for Prometheus. */
@org.jspecify.annotations.NullMarked
package dev.datasave.extras;
