/** DataSave behind BungeeCord: compiled, not run. */
@org.jspecify.annotations.NullMarked
package dev.datasave.adapters.bungee;
