/** What proves storages and the engine: the conformance kit, and whole networks of servers in virtual time. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck;
