/** Measures DataSave beside what a network would take instead: the same database, the same data, the same run. */
@org.jspecify.annotations.NullMarked
package dev.datasave.peers;
