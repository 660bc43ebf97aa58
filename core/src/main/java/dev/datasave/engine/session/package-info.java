/** One profile owned by this server: its data under its lock, its chain of writes, its end (P1, P3, P9, P10). Not API. */
@org.jspecify.annotations.NullMarked
package dev.datasave.engine.session;
