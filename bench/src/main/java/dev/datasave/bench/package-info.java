/** Benchmarks: the cost of DataSave next to the raw limit of the same storage, measured in the same run. */
@org.jspecify.annotations.NullMarked
package dev.datasave.bench;
