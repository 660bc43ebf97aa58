/** One profile owned by this server: its chain of writes, whose turn it is to write, its end (P1, P3, P9, P10). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.session;
