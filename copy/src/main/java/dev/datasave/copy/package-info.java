/** Copies of whole storages: from one to another, into a file, and back. */
@org.jspecify.annotations.NullMarked
package dev.datasave.copy;
