/** Signals between servers by datagrams, for any storage. For authors of storages. */
@org.jspecify.annotations.NullMarked
package dev.datasave.signals;
