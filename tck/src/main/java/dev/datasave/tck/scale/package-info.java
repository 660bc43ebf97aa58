/** A large network in virtual time, on a storage that counts: what all servers together ask of a storage. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck.scale;
