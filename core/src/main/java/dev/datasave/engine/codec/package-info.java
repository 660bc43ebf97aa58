/** The default codec: which types a data type may contain, how each of them is written and read, and what of it is immutable. Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.codec;
