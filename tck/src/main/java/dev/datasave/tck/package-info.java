/**
 * What proves storages and the engine: the conformance kit (extend {@link dev.datasave.tck.StorageRules}), and whole networks of servers in
 * virtual time ({@link dev.datasave.tck.VirtualNetwork}, {@link dev.datasave.tck.Simulation}).
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck;
